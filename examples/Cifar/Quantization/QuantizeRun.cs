using Cifar.Results;
using Cifar.Training;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Vision;
using ExperimentKit.CommandLine;
using ExperimentKit.Machine;
using ExperimentKit.Runs;
using static TorchSharp.torch;

namespace Cifar.Quantization;

/// <summary>One run from its settings to its folder: training, results, report. It goes on where an earlier part of it stopped.</summary>
/// <param name="options">Checked settings.</param>
/// <param name="folder">Where everything goes.</param>
/// <param name="session">Console, clock and the user's wish to stop.</param>
internal sealed class QuantizeRun(QuantizeOptions options, RunFolder folder, Session session)
{
    /// <summary>The bits of each layer that a run was given, in its folder.</summary>
    internal const string Plan = "plan.json";

    /// <summary>Runs to the end and gives the results, which lie in the folder by then.</summary>
    /// <param name="also">Is shown the trained model before it goes; null: nobody is.</param>
    /// <exception cref="DataException">The images cannot be used; nothing was written.</exception>
    /// <exception cref="RunCancelledException">The user stopped it; the state is saved.</exception>
    /// <exception cref="RunFailedException">The loss was not finite.</exception>
    internal QuantizeSummary Execute(Action<QuantizeTrial, ClassifierData>? also = null)
    {
        // Whatever cannot work is found before the folder is made, so that the same command line, mended, can use it.
        var device = Machines.Device(options.Training.Device);
        Machines.UseThreads(options.Training.Threads);
        using var data = new ClassifierData(options, device);
        var plan = ReadPlan(data);
        using var record = RunRecord.Begin(folder, options.ToJson(), session, options.Training.Seed, Machines.Facts(options.Training.Device, options.Training.Threads), data.Facts);
        if (plan is not null) PlanFile.Write(folder.At(Plan), plan);

        manual_seed(options.Training.Seed);
        using var trial = new QuantizeTrial(options, plan, data, device, folder);
        var result = trial.Train(session);
        if (result.Status == TrainingStatus.Cancelled) throw new RunCancelledException($"{options.Label} {result.Message}: go on with --resume {folder.Path}");

        if (result.Status == TrainingStatus.Completed) also?.Invoke(trial, data);
        var summary = trial.Summarise(result);
        if (result.Status == TrainingStatus.Completed && (options.Budget ?? options.OperationsBudget) is not null) summary = summary with { Budget = BudgetStep.Take(options, trial, data, folder) };
        if (result.Status == TrainingStatus.Completed && options.Export) summary = summary with { Exported = ExportStep.Take(options, trial, data, folder) };
        summary.Write(folder);
        AtomicFile.WriteText(folder.Report, QuantizeReport.Of(options, summary, trial, result.History).ToPage());
        record.End(summary.Status, summary.Message);
        return result.Status == TrainingStatus.Completed ? summary : throw new RunFailedException($"{options.Label}: {result.Message}");
    }

    private IReadOnlyDictionary<string, int>? ReadPlan(ClassifierData data)
    {
        using var model = Trial.CreateModel(options.Training, data); // also without a plan: what cannot be made, or has no such layers, is found here
        var grids = new Grids(options, Trial.ClassifierOf(model), data.Train.Shape, null);
        if (options.PlanFile is not { } file) return null;
        // A run that goes on has its own copy: the file may be another by now.
        var plan = PlanFile.Read(File.Exists(folder.At(Plan)) ? folder.At(Plan) : file, [.. grids.Sites.Select(site => site.Name)]);
        if (plan.Values.All(bits => bits == Grids.Full)) throw new UsageException($"{file}: every layer has {Grids.Full} bits, full precision: give some of them fewer");
        if (options.Method == QuantizeOptions.Lsq && plan.FirstOrDefault(pair => pair.Value < 2) is { Key: { } single }) throw new UsageException($"{file}: \"{single}\" has 1 bit, and --method lsq needs at least 2");
        return plan;
    }
}
