using Cifar.Training;
using ConstrainedLearning.Quantization.Rankings;
using ExperimentKit.CommandLine;
using ExperimentKit.Layers;
using ExperimentKit.Runs;
using static TorchSharp.torch;

namespace Cifar.Quantization;

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
        new QuantizeRun(options.Quantize, folder, session).Execute((trial, data) => study = Study(trial, data));
        StudyFile.Write(folder, study!); // last, since a folder with a study is done
        return study!;
    }

    private LayerStudy Study(QuantizeTrial trial, ClassifierData data)
    {
        session.WriteLine("looking at the layers by every rule");
        using var scope = NewDisposeScope();
        using var test = data.Test.PerClass(Math.Min(options.StudyPerClass, data.Test.Count / data.Test.ClassNames.Count), options.Training.Seed);
        var rows = trial.History.Constraints.Values.Single(rows => rows.Name.EndsWith("/layers", StringComparison.Ordinal));
        try
        {
            return LayerStudies.Of(TrainedLayers.Of(trial, data, test), options.Study, trial.History.Steps, rows.Multipliers, rows.Values, session.Cancellation);
        }
        catch (OperationCanceledException e)
        {
            throw new RunCancelledException("stopped while looking at the layers: go on with the same command line and its --out", e);
        }
    }
}
