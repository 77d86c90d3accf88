using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>y = x₁ᵀ W x₂ + b for each output; W of shape [out, in1, in2].</summary>
public sealed class Bilinear : nn.Module<Tensor, Tensor, Tensor>
{
    internal Bilinear(long in1_features, long in2_features, long out_features, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Bilinear))
    {
        (this.in1_features, this.in2_features, this.out_features) = (in1_features, in2_features, out_features);
        var bound = Initial.BoundOf(in1_features);
        weight = Initial.Uniform([out_features, in1_features, in2_features], bound, device, dtype);
        if (hasBias) bias = Initial.Uniform([out_features], bound, device, dtype);
    }

    public long in1_features { get; set; }

    public long in2_features { get; set; }

    public long out_features { get; set; }

    [field: ComponentName(Name = nameof(weight))]
    public Parameter weight { get => field!; set => Adopt(nameof(weight), ref field!, value); }

    [field: ComponentName(Name = nameof(bias))]
    public Parameter? bias { get; set => Adopt(nameof(bias), ref field, value); }

    public override Tensor forward(Tensor input1, Tensor input2) => Aten.Bilinear.Call(input1, input2, weight, bias);
}
