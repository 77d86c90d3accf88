using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>
/// A small network of a window and one of its statistics, [B, L, C] and [B, 1, C] to [B, outputs]: the window's rows are convolved to one, which is laid beside
/// the statistic and goes through rectified linear layers. Liu et al., "Non-stationary Transformers", NeurIPS 2022, equation 7.
/// </summary>
internal sealed class StatisticsProjector : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly CircularConvolution series;
    private readonly ModuleList<Linear> hidden;
    private readonly Linear output;

    public StatisticsProjector(ForecastShape shape, NonstationaryOptions options, int outputs) : base(nameof(StatisticsProjector))
    {
        series = new CircularConvolution(shape.Lookback, 1);
        hidden = nn.ModuleList<Linear>([.. Enumerable.Range(0, options.ProjectorLayers).Select(layer => nn.Linear(layer == 0 ? 2 * shape.Channels : options.ProjectorWidth, options.ProjectorWidth))]);
        output = nn.Linear(options.ProjectorWidth, outputs, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor window, Tensor statistic)
    {
        var values = cat([series.call(window.transpose(1, 2)).squeeze(2), statistic.squeeze(1)], 1);
        foreach (var layer in hidden)
            values = layer.call(values).relu_();
        return output.call(values);
    }
}
