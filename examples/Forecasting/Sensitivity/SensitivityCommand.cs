using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using ConstrainedLearning.Reports.Quantization;
using ExperimentKit.CommandLine;
using ExperimentKit.Layers;
using ExperimentKit.Runs;
using ExperimentKit.Settings;
using ExperimentKit.Sweeps;
using Forecasting.Options;

namespace Forecasting.Sensitivity;

/// <summary><c>sensitivity</c>: which layers of a forecaster need their precision, by their prices and by every other rule.</summary>
internal static class SensitivityCommand
{
    private const string Seeds = "seeds", DefaultSeeds = "0,1,2", ReportFile = "report.html", TablesFile = "sensitivity.md";

    private const string Description =
        "Trains a transformer under a bound on the error that each layer makes at low precision, at several seeds, and compares the layers' prices with what other rules say of the layers and with the truth: "
        + "how much the error of the forecasts changes when one layer alone changes its precision. Every rule then gives out bits at equal budgets; for some the model is trained again at these bits. "
        + "The same command line again goes on where it stopped; start it once for each core, and the processes share the trainings.";

    internal static Command Create() => new(
        "sensitivity", "find which layers need their precision, by their prices and by every rival rule", Description,
        [
            new(Seeds, "LIST", "Sweep", "seeds, as 0,1,2 or 0-4", DefaultSeeds),
            new("out", "DIR", "Sweep", "the folder of the study; new, empty, or of the same study: what has ended is kept, and processes that are given the same folder share the work", "runs/DATA-MODEL-sensitivity-TIME"),
            .. SensitivityOptions.Table.Flags,
            .. RunFlags.Of("").Where(flag => flag.Name is "config" or "print-config" or "smoke"),
        ],
        [
            ("sensitivity --smoke", "everything works, in seconds"),
            ("sensitivity --data etth1 --split ett --out runs/layers", "the layers of a small iTransformer on a benchmark series"),
            ("sensitivity --data etth1 --split ett --model transformer --retrain none --out runs/all", "an encoder with a decoder, without training again"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var settings = RunFlags.Settings(flags, SensitivityOptions.Table, new SensitivityOptions(), SensitivityOptions.Smoke).Checked();
        var seeds = Variation.Seeds(flags[Seeds] ?? DefaultSeeds);
        if (flags.Has("print-config"))
        {
            session.WriteLine(SensitivityOptions.Table.ToJson(settings).TrimEnd());
            return ExitCode.Success;
        }
        var path = flags["out"] ?? RunRequest.DefaultFolder(settings.Training, "sensitivity", session.Time);
        PrecisionRun.Check(settings);
        SweepFolder.Open(path, SensitivityOptions.Table, settings, new SensitivityOptions());

        var studies = new StudySweep<PrecisionSummary>
        {
            Study = seed => StudyOf(settings, seed, path, session),
            TrainAgain = (bits, seed) => TrainingAt(settings, bits, seed, path, session),
            Result = summary => summary.IsComplete ? (summary.Test.Low, null) : null,
            Options = settings.Study,
            Retrain = settings.Retrain,
            RetrainBudgets = settings.RetrainBudgets,
        }.Execute(seeds, session);
        if (studies.Count > 0) Show(settings, studies, path, session);
        return ExitCode.Success;
    }

    private static void Show(SensitivityOptions settings, IReadOnlyList<LayerStudy> studies, string path, Session session)
    {
        var report = new LayerSensitivityReport(FormattableString.Invariant($"{settings.Training.Model} on {settings.Training.Data}: which layers need more than {settings.Low} bits"), studies)
        {
            Precision = FormattableString.Invariant($"{settings.High} bits"),
        };
        foreach (var table in report.Tables()) session.WriteLine(table.ToText().TrimEnd() + Environment.NewLine);
        foreach (var sentence in report.Recommendation) session.WriteLine(sentence);
        AtomicFile.WriteText(Path.Combine(path, ReportFile), report.ToPage());
        AtomicFile.WriteText(Path.Combine(path, TablesFile), report.ToMarkdown());
        session.WriteLine($"report: {Path.Combine(path, ReportFile)}; tables: {Path.Combine(path, TablesFile)}");
    }

    private static SweepRun<LayerStudy> StudyOf(SensitivityOptions settings, long seed, string path, Session session)
    {
        var folder = SweepFolder.Of(path, $"seed-{seed}");
        var options = settings with { Training = settings.Training with { Seed = seed } };
        return new(FormattableString.Invariant($"the layers, seed {seed}"), folder, () => StudyFile.Read(folder), () => new SensitivityRun(options, folder, session).Execute());
    }

    /// <summary>From the start at the bits that a rule chose, with a bound on the forecasts alone.</summary>
    private static SweepRun<PrecisionSummary> TrainingAt(SensitivityOptions settings, BitAllocation bits, long seed, string path, Session session)
    {
        var folder = SweepFolder.Of(path, $"seed-{seed}", "retrained", string.Join('-', bits.Bits));
        var options = settings with { Training = settings.Training with { Seed = seed } };
        var label = FormattableString.Invariant($"{bits.AverageBits:F2} bits on average, seed {seed}");
        return new(label, folder, () => PrecisionSummary.Read(folder), () => new PrecisionRun(options, bits, folder, session).Execute(label));
    }
}
