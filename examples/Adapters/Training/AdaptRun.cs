using Adapters.Options;
using Adapters.Results;
using ConstrainedLearning;
using ConstrainedLearning.Adapters.Files;
using ConstrainedLearning.Models.Files;
using ExperimentKit.CommandLine;
using ExperimentKit.Machine;
using ExperimentKit.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Adapters.Training;

/// <summary>One adaptation from its settings to its folder: training, results, report, adapter. It goes on where an earlier part of it stopped.</summary>
internal sealed class AdaptRun(AdaptOptions options, RunFolder folder, Session session)
{
    /// <summary>Where the adapter lies in a run's folder.</summary>
    internal const string AdapterName = "adapter";

    /// <summary>Runs to the end and gives the results, which lie in the folder by then.</summary>
    /// <exception cref="RunCancelledException">The user stopped it; the state is saved.</exception>
    /// <exception cref="RunFailedException">The loss was not finite.</exception>
    internal AdaptSummary Execute()
    {
        var training = options.Training;
        var device = Machines.Device(training.Device);
        Machines.UseThreads(training.Threads);
        var (model, tokenizer) = BaseModel.Open(options.Base);
        using var owned = model;
        model.to(device);
        using var data = new AdaptData(options, model, tokenizer, device);
        manual_seed(training.Seed);
        using var trial = new AdaptTrial(options, model, data, folder);
        using var record = RunRecord.Begin(folder, AdaptOptions.Table.ToJson(options), session, training.Seed, Machines.Facts(training.Device, training.Threads), data.Facts);
        var result = trial.Train(session);
        if (result.Status == TrainingStatus.Cancelled) throw new RunCancelledException($"{options.Label} {result.Message}: go on with --resume {folder.Path}");

        var summary = trial.Summarise(result);
        using (var state = new PeftLayout().Export(trial.Adapted, AdapterName)) AdapterFolder.Write(folder.At(AdapterName), state.Config, state.Tensors);
        AtomicFile.WriteText(folder.Report, AdaptReport.Of(options, summary, trial, result.History).ToPage());
        summary.Write(folder);
        record.End(summary.Status, summary.Message);
        return result.Status == TrainingStatus.Completed ? summary : throw new RunFailedException($"{options.Label}: {result.Message}");
    }
}
