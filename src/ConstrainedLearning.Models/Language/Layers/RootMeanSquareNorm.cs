using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>x / sqrt(mean(x^2) + epsilon) over the last dimension, scaled elementwise; in single precision at least. Zhang and Sennrich, "Root Mean Square Layer Normalization", NeurIPS 2019.</summary>
internal sealed class RootMeanSquareNorm : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly double _epsilon;

    public RootMeanSquareNorm(int width, double epsilon) : base(nameof(RootMeanSquareNorm))
    {
        _epsilon = epsilon;
        weight = new Parameter(ones(width).DetachFromDisposeScope());
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var wide = input.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? input.to(ScalarType.Float32) : input;
        var scale = wide.square().mean([-1], keepdim: true).add_(_epsilon).rsqrt_();
        return (wide * scale).to(input.dtype) * weight;
    }
}
