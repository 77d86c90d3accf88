using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>(x - mean) / sqrt(variance + eps) over the last dimensions, then scaled and shifted elementwise.</summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        (this.normalized_shape, this.eps, this.elementwise_affine) = (normalized_shape, eps, elementwise_affine);
        if (!elementwise_affine) return;
        weight = Initial.Constant(normalized_shape, 1, device, dtype);
        if (bias) this.bias = Initial.Constant(normalized_shape, 0, device, dtype);
    }

    public long[] normalized_shape { get; set; }

    public double eps { get; set; }

    public bool elementwise_affine { get; set; }

    [field: ComponentName(Name = nameof(weight))]
    public Parameter weight { get => field!; set => Adopt(nameof(weight), ref field!, value); }

    [field: ComponentName(Name = nameof(bias))]
    public Parameter? bias { get; set => Adopt(nameof(bias), ref field, value); }

    public override Tensor forward(Tensor tensor) => Aten.LayerNorm.Call(tensor, normalized_shape, weight, bias, eps);

    /// <summary>Scale 1, shift 0.</summary>
    public void reset_parameters()
    {
        using var _ = no_grad();
        if (weight is not null) Aten.FillInPlace.Run(weight, 1);
        if (bias is not null) Aten.FillInPlace.Run(bias, 0);
    }
}
