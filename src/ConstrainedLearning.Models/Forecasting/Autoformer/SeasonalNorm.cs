using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>Layer normalisation for a seasonal part, which has no level: each token is normalised, then each of its numbers loses its mean over time. [B, N, width] to the same.</summary>
internal sealed class SeasonalNorm : nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm norm;

    public SeasonalNorm(int width) : base(nameof(SeasonalNorm))
    {
        norm = nn.LayerNorm(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var normal = norm.call(input);
        return normal - normal.mean([1], keepdim: true);
    }
}
