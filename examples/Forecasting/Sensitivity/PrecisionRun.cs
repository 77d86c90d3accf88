using ConstrainedLearning;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Quantization.Budgets;
using ExperimentKit.CommandLine;
using ExperimentKit.Machine;
using ExperimentKit.Runs;
using Forecasting.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Forecasting.Sensitivity;

/// <summary>One training from its settings to its folder. It goes on where an earlier part of it stopped.</summary>
/// <param name="options">Checked settings.</param>
/// <param name="bits">Of each layer; null: the low ones.</param>
/// <param name="folder">Where everything goes.</param>
/// <param name="session">Console, clock and the user's wish to stop.</param>
internal sealed class PrecisionRun(SensitivityOptions options, BitAllocation? bits, RunFolder folder, Session session)
{
    /// <summary>Finds what cannot work before any folder is made, so that the same command line, mended, can use it.</summary>
    /// <exception cref="UsageException">Device, sizes or names of layers do not fit.</exception>
    /// <exception cref="DataException">The series cannot be used.</exception>
    internal static void Check(SensitivityOptions options)
    {
        using var data = new ForecastData(options.Training, Machines.Device(options.Training.Device));
        using var model = Trial.CreateModel(options.Training, data).to(Machines.Device(options.Training.Device));
        _ = new Grids(options, model, data);
    }

    /// <summary>Runs to the end and gives the results, which lie in the folder by then.</summary>
    /// <param name="label">How progress lines call it.</param>
    /// <param name="also">Is shown the trained model before it goes; null: nobody is.</param>
    /// <exception cref="DataException">The series cannot be used; nothing was written.</exception>
    /// <exception cref="RunCancelledException">The user stopped it; the state is saved.</exception>
    /// <exception cref="RunFailedException">The loss was not finite.</exception>
    internal PrecisionSummary Execute(string label, Action<PrecisionTrial, ForecastData>? also = null)
    {
        var device = Machines.Device(options.Training.Device);
        Machines.UseThreads(options.Training.Threads);
        using var data = new ForecastData(options.Training, device);
        manual_seed(options.Training.Seed);
        using var trial = new PrecisionTrial(options, bits, data, device, folder);
        using var record = RunRecord.Begin(
            folder, SensitivityOptions.Table.ToJson(options), session, options.Training.Seed, Machines.Facts(options.Training.Device, options.Training.Threads), [data.Facts]);

        var result = trial.Train(session, label);
        if (result.Status == TrainingStatus.Cancelled) throw new RunCancelledException($"{label}: {result.Message}");

        if (result.Status == TrainingStatus.Completed) also?.Invoke(trial, data);
        var summary = trial.Summarise(result, data.Facts.Name);
        summary.Write(folder);
        record.End(summary.Status, summary.Message);
        return result.Status == TrainingStatus.Completed ? summary : throw new RunFailedException($"{label}: {result.Message}");
    }
}
