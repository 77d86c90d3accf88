using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Forecasting;
using ConstrainedLearning.Quantization;
using ExperimentKit.CommandLine;
using Forecasting.Training;
using static TorchSharp.torch;

namespace Forecasting.Sensitivity;

/// <summary>The layers that a study is about, and their grids at a number of bits.</summary>
/// <param name="options">Which.</param>
/// <param name="model">Borrowed.</param>
/// <param name="data">Borrowed; one window shows the order of the layers.</param>
internal sealed class Grids(SensitivityOptions options, Forecaster model, ForecastData data)
{
    /// <summary>The layers, the first one next to the window.</summary>
    internal IReadOnlyList<LayerSite> Sites { get; } = Find(options, model, data);

    /// <summary>The grid of weights.</summary>
    internal IQuantizer Weight(int bits) => new SymmetricQuantizer(bits) { Granularity = options.Weights == SensitivityOptions.ChannelGrid ? Granularity.PerChannel() : Granularity.PerTensor };

    /// <summary>The grid of inputs, which have both signs and ranges of their own.</summary>
    internal IQuantizer Input(int bits) => new AsymmetricQuantizer(bits);

    /// <summary>All layers at one number of bits.</summary>
    internal IReadOnlyList<LayerPrecision> At(int bits) => LayerPrecision.Of(Sites, Weight(bits), Input(bits));

    private static IReadOnlyList<LayerSite> Find(SensitivityOptions options, Forecaster model, ForecastData data)
    {
        if (options.Quantized is not { } patterns)
        {
            var all = InOrder(LayerSite.Of(model), model, data);
            return all.Count > 2 ? [.. all.Skip(1).SkipLast(1)] : all;
        }
        try
        {
            return InOrder(LayerSite.Of(model, patterns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)), model, data);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--quantized: {e.Message}", e);
        }
    }

    private static IReadOnlyList<LayerSite> InOrder(IReadOnlyList<LayerSite> sites, Forecaster model, ForecastData data) =>
        data.Spread(Part.Test, 1).Select(batch => LayerSite.InOrder(sites, () => model.call(batch.Input))).First();
}
