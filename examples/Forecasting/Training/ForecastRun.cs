using ConstrainedLearning;
using ConstrainedLearning.Models.Data;
using ExperimentKit.CommandLine;
using ExperimentKit.Machine;
using ExperimentKit.Runs;
using Forecasting.Levels;
using Forecasting.Options;
using Forecasting.Results;
using static TorchSharp.torch;

namespace Forecasting.Training;

/// <summary>One run from its settings to its folder: bounds, training, results, report. It goes on where an earlier part of it stopped.</summary>
/// <param name="options">Checked settings.</param>
/// <param name="folder">Where everything goes.</param>
/// <param name="session">Console, clock and the user's wish to stop.</param>
internal sealed class ForecastRun(ForecastOptions options, RunFolder folder, Session session)
{
    /// <summary>Whether the report for people is written. The default is yes; a study of hundreds of runs has one of its own.</summary>
    internal bool HasReport { get; init; } = true;

    private string Label => MethodNames.Label(options);

    /// <summary>Runs to the end and gives the results, which lie in the folder by then.</summary>
    /// <exception cref="DataException">The series cannot be used; nothing was written.</exception>
    /// <exception cref="RunCancelledException">The user stopped it; the state is saved.</exception>
    /// <exception cref="RunFailedException">The loss was not finite.</exception>
    internal Summary Execute()
    {
        // Whatever cannot work is found before the folder is made, so that the same command line, mended, can use it.
        var device = Machines.Device(options.Device);
        Machines.UseThreads(options.Threads);
        using var data = new ForecastData(options, device);
        Trial.CreateModel(options, data).Dispose();
        ReferenceRun.Check(options, folder, data.Facts);
        using var record = RunRecord.Begin(folder, ForecastSettings.Table.ToJson(options), session, options.Seed, Machines.Facts(options.Device, options.Threads), [data.Facts]);

        var reference = ReferenceRun.For(options, folder, data.Facts, session);
        var levels = BoundLevels.Read(folder) ?? BoundLevels.Of(options, reference);
        levels.Write(folder);

        manual_seed(options.Seed);
        using var trial = new Trial(options, data, levels.Shaping(options, (long)options.Epochs * data.Training.BatchesPerEpoch), device, folder);
        var result = trial.Train(session, Label);
        if (result.Status == TrainingStatus.Cancelled) throw new RunCancelledException($"{Label} {result.Message}: go on with --resume {folder.Path}");

        var (summary, blocks) = trial.Summarise(result, levels, data.Facts.Name);
        blocks.Write(folder);
        summary.Write(folder);
        record.End(summary.Status, summary.Message);
        if (HasReport) Report.Write(folder, options, summary, reference?.Summary, trial.History, result.History);
        return result.Status == TrainingStatus.Completed ? summary : throw new RunFailedException($"{Label}: {result.Message}");
    }
}
