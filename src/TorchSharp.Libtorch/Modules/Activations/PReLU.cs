using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x where positive, else a learnt slope times x; one slope for all or one per channel.</summary>
public sealed class PReLU : nn.Module<Tensor, Tensor>
{
    internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype)
        : base(nameof(PReLU))
    {
        (this.num_parameters, this.init) = (num_parameters, init);
        weight = Initial.Constant([num_parameters], init, device, dtype);
    }

    public long num_parameters { get; }

    public double init { get; }

    [field: ComponentName(Name = nameof(weight))]
    public Parameter weight { get => field!; set => Adopt(nameof(weight), ref field!, value); }

    public override Tensor forward(Tensor tensor) => Aten.Prelu.Call(tensor, weight);
}
