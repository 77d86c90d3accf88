using ConstrainedLearning;
using ConstrainedLearning.Forecasting;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Forecasting;
using Forecasting.Results;
using static TorchSharp.torch;

namespace Forecasting.Training;

/// <summary>Measures a forecaster on whole parts of the data, in evaluation mode.</summary>
/// <param name="model">Borrowed.</param>
/// <param name="data">Borrowed.</param>
/// <param name="device">Where both are.</param>
/// <param name="shaping">The bounds on the steps, for their violation; null: none.</param>
internal sealed class Evaluator(Forecaster model, ForecastData data, Device device, LossShaping? shaping = null)
{
    /// <summary>Measured in the parameters' place; null: they are measured themselves. Borrowed.</summary>
    internal AveragedIterate? Average { get; init; }

    internal ForecastMetrics Measure(Part part) => Measure(part, forward => forward());

    /// <summary>Measures the model as it is run in the way given: at low precision, for instance.</summary>
    internal ForecastMetrics Measure(Part part, Func<Func<Tensor>, Tensor> run) => Measure(part, run, null);

    internal PartResult Result(Part part) => PartResult.Of(Measure(part));

    /// <summary>The test part, and its errors by contiguous blocks of windows.</summary>
    internal (PartResult Test, TestBlocks Blocks) Test()
    {
        using var blocks = new BlockedErrors(model.Shape.Horizon, data.Windows(Part.Test), TestBlocks.Count, device);
        var test = PartResult.Of(Measure(Part.Test, forward => forward(), blocks));
        return (test, new(blocks.Finish()));
    }

    private ForecastMetrics Measure(Part part, Func<Func<Tensor>, Tensor> run, BlockedErrors? blocks)
    {
        using var _ = no_grad();
        using var average = Average?.Use();
        using var errors = new ForecastErrors(model.Shape.Horizon, device);
        model.eval();
        foreach (var batch in data.All(part))
        {
            using var prediction = run(() => model.call(batch.Input));
            errors.Add(prediction, batch.Target);
            blocks?.Add(prediction, batch.Target);
        }
        return errors.Finish(shaping);
    }
}
