using Cifar.Options;
using Cifar.Results;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data;
using ExperimentKit.CommandLine;
using ExperimentKit.Machine;
using ExperimentKit.Runs;
using static TorchSharp.torch;

namespace Cifar.Training;

/// <summary>One run from its settings to its folder: training, results, report. It goes on where an earlier part of it stopped.</summary>
/// <param name="experiment">Checked settings.</param>
/// <param name="folder">Where everything goes.</param>
/// <param name="session">Console, clock and the user's wish to stop.</param>
internal sealed class ClassifierRun(IExperiment experiment, RunFolder folder, Session session)
{
    /// <summary>Runs to the end and gives the results, which lie in the folder by then.</summary>
    /// <exception cref="DataException">The images cannot be used; nothing was written.</exception>
    /// <exception cref="RunCancelledException">The user stopped it; the state is saved.</exception>
    /// <exception cref="RunFailedException">The loss was not finite.</exception>
    internal Summary Execute()
    {
        // Whatever cannot work is found before the folder is made, so that the same command line, mended, can use it.
        var options = experiment.Training;
        var device = Machines.Device(options.Device);
        Machines.UseThreads(options.Threads);
        using var data = new ClassifierData(experiment, device);
        Trial.CreateModel(options, data).Dispose();
        using var record = RunRecord.Begin(folder, experiment.ToJson(), session, options.Seed, Machines.Facts(options.Device, options.Threads), data.Facts);

        manual_seed(options.Seed);
        using var trial = new Trial(options, experiment.Plan(data.Train), data, device, folder);
        var result = trial.Train(session, experiment.Label);
        if (result.Status == TrainingStatus.Cancelled) throw new RunCancelledException($"{experiment.Label} {result.Message}: go on with --resume {folder.Path}");

        var summary = experiment.Describe(trial.Summarise(result));
        summary.Write(folder);
        AtomicFile.WriteText(folder.Report, Report.Of(experiment, summary, trial, result.History).ToPage());
        record.End(summary.Status, summary.Message);
        return result.Status == TrainingStatus.Completed ? summary : throw new RunFailedException($"{experiment.Label}: {result.Message}");
    }
}
