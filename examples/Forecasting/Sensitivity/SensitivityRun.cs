using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Forecasting;
using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using ExperimentKit.CommandLine;
using ExperimentKit.Layers;
using ExperimentKit.Runs;
using Forecasting.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Forecasting.Sensitivity;

/// <summary>One training under bounds on all layers, and the study of its layers.</summary>
/// <param name="options">Checked settings.</param>
/// <param name="folder">Where everything goes.</param>
/// <param name="session">Console, clock and the user's wish to stop.</param>
internal sealed class SensitivityRun(SensitivityOptions options, RunFolder folder, Session session)
{
    /// <summary>Trains, looks, and writes the study into the folder.</summary>
    internal LayerStudy Execute()
    {
        LayerStudy? study = null;
        new PrecisionRun(options, null, folder, session).Execute(FormattableString.Invariant($"{options.Low} bits, seed {options.Training.Seed}"), (trial, data) => study = Look(trial, data));
        // Last, since a folder with a study is done.
        StudyFile.Write(folder, study!);
        return study!;
    }

    private LayerStudy Look(PrecisionTrial trial, ForecastData data)
    {
        session.WriteLine("looking at the layers by every rule");
        using var scope = NewDisposeScope();
        try
        {
            return LayerStudies.Of(Subject(trial, data), options.Study, trial.Steps, trial.Layers.Multipliers, trial.Layers.Values, session.Cancellation);
        }
        catch (OperationCanceledException e)
        {
            throw new RunCancelledException("stopped while looking at the layers: what was seen is seen again, the training is kept", e);
        }
    }

    private LayerSubject Subject(PrecisionTrial trial, ForecastData data)
    {
        var model = trial.Model;
        Func<Tensor> Loss(Windows windows) => () => (model.call(windows.Input) - windows.Target).square().mean();
        Windows[] seen = [.. data.Training.Batches(1, 0).Take(options.StudyBatches).Select(Windows.Copy)];
        model.eval();
        return new LayerSubject
        {
            Model = model,
            Sites = trial.Grids.Sites,
            Weight = trial.Grids.Weight,
            Input = trial.Grids.Input,
            Seen = [.. seen.Select(Loss)],
            Unseen = [.. data.Spread(Part.Test, options.StudyBatches).Select(Windows.Copy).Select(Loss)],
            Calibration = [],
            Measure = run => (trial.Mse(Part.Test, run), null),
            Costs = LayerCosts.Measure(trial.Grids.Sites, () => model.call(seen[0].Input)),
        };
    }

    /// <summary>Windows that outlive the pass over their part of the data, in the caller's dispose scope.</summary>
    private sealed record Windows(ForecastInput Input, Tensor Target)
    {
        internal static Windows Copy(ForecastBatch batch) => new(new(batch.Input.Past.clone(), batch.Input.PastTime.clone(), batch.Input.FutureTime.clone()), batch.Target.clone());
    }
}
