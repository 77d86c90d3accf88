using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>(x - mean) / sqrt(variance + eps) over groups of channels of each sample, then scaled and shifted per channel.</summary>
public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
        : base(nameof(GroupNorm))
    {
        if (num_groups < 1 || num_channels % num_groups != 0)
            throw new ArgumentException($"num_channels ({num_channels}) must be a multiple of num_groups ({num_groups})", nameof(num_channels));
        (this.num_groups, this.eps, this.affine) = (num_groups, eps, affine);
        if (!affine) return;
        weight = Initial.Constant([num_channels], 1, device, dtype);
        bias = Initial.Constant([num_channels], 0, device, dtype);
    }

    public long num_groups { get; set; }

    public double eps { get; set; }

    public bool affine { get; set; }

    [field: ComponentName(Name = nameof(weight))]
    public Parameter weight { get => field!; set => Adopt(nameof(weight), ref field!, value); }

    [field: ComponentName(Name = nameof(bias))]
    public Parameter? bias { get; set => Adopt(nameof(bias), ref field, value); }

    public override Tensor forward(Tensor tensor) => Aten.GroupNorm.Call(tensor, num_groups, weight, bias, eps);
}
