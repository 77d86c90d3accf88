using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>y = x Wᵀ + b, with W of shape [out_features, in_features].</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Linear))
    {
        (in_features, out_features) = (inputSize, outputSize);
        var bound = Initial.BoundOf(inputSize);
        weight = Initial.Uniform([outputSize, inputSize], bound, device, dtype);
        if (hasBias) bias = Initial.Uniform([outputSize], bound, device, dtype);
    }

    internal Linear(Parameter weight, Parameter? bias)
        : base(nameof(Linear))
    {
        (in_features, out_features) = (weight.size(1), weight.size(0));
        this.weight = weight;
        this.bias = bias;
    }

    public long in_features { get; set; }

    public long out_features { get; set; }

    [field: ComponentName(Name = nameof(weight))]
    public Parameter weight { get => field!; set => Adopt(nameof(weight), ref field!, value); }

    [field: ComponentName(Name = nameof(bias))]
    public Parameter? bias { get; set => Adopt(nameof(bias), ref field, value); }

    public override Tensor forward(Tensor tensor) => Aten.Linear.Call(tensor, weight, bias);
}
