using ConstrainedLearning.Forecasting;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Forecasting;
using Forecasting.Results;
using static TorchSharp.torch;

namespace Forecasting.Training;

/// <summary>Measures a forecaster on whole parts of the data, in evaluation mode.</summary>
internal sealed class Evaluator(Forecaster model, ForecastData data, LossShaping shaping, Device device)
{
    internal ForecastMetrics Measure(Part part)
    {
        using var _ = no_grad();
        using var errors = new ForecastErrors(shaping.Horizon, device);
        model.eval();
        foreach (var batch in data.All(part))
        {
            using var prediction = model.call(batch.Input);
            errors.Add(prediction, batch.Target);
        }
        return errors.Finish(shaping);
    }

    internal PartResult Result(Part part) => PartResult.Of(Measure(part));
}
