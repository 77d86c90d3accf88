using System.Security.Cryptography;
using System.Text;
using Cifar.Sweeps;
using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using ConstrainedLearning.Reports.Quantization;
using ExperimentKit.CommandLine;
using ExperimentKit.Layers;
using ExperimentKit.Runs;
using ExperimentKit.Settings;
using ExperimentKit.Sweeps;

namespace Cifar.Quantization;

/// <summary><c>sensitivity</c>: which layers need their precision, by their prices and by every other rule.</summary>
internal static class SensitivityCommand
{
    private const string DefaultSeeds = "0,1,2";
    private const int NameLength = 12;

    private const string Description =
        "Trains a classifier under a bound on the error of each layer at low precision, at several seeds, and compares the layers' prices with what other rules say of the layers and with the truth: "
        + "how much the loss changes when one layer alone changes its precision. Every rule then gives out bits at equal budgets; for some the model is trained again at these bits. "
        + "Start the same command line once for each core: the processes share the runs.";

    internal static Command Create() => new(
        "sensitivity", "find which layers need their precision, by their prices and by every rival rule", Description,
        [
            new(SweepCommand.Seeds, "LIST", "Sweep", "seeds, as 0,1,2 or 0-4", DefaultSeeds),
            new("out", "DIR", "Sweep", "the folder of the study; new, empty, or of the same study: finished runs are kept, and processes that are given the same folder share the work", "runs/DATA-MODEL-WHAT-TIME"),
            .. SensitivityOptions.Table.Flags.Where(flag => flag.Name != "seed"),
            .. RunFlags.Of("").Where(flag => flag.Name is "config" or "smoke"),
        ],
        [
            ("sensitivity --smoke", "everything works, in seconds"),
            ("sensitivity --data cifar10 --per-class 150 --model preresnet20 --bits 2 --out runs/layers", "the layers of a residual network, on a part of CIFAR-10"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var settings = RunFlags.Settings(flags, SensitivityOptions.Table, new SensitivityOptions(), SensitivityOptions.Smoke).Checked();
        var seeds = Variation.Seeds(flags[SweepCommand.Seeds] ?? DefaultSeeds);
        var path = flags["out"] ?? RunFlags.DefaultFolder(settings.Training.Data, settings.Training.Model, "sensitivity", session.Time);
        SweepFolder.Open(path, SensitivityOptions.Table, settings, new SensitivityOptions());

        var studies = new StudySweep<QuantizeSummary>
        {
            Study = seed => StudyOf(settings, seed, path, session),
            TrainAgain = (bits, seed) => TrainingAt(settings, bits, seed, path, session),
            Result = summary => summary.IsComplete && summary.Low.Values.Single().Test is var test ? (test.Loss, test.Accuracy) : null,
            Options = settings.Study,
            Retrain = settings.Retrain,
            RetrainBudgets = settings.RetrainBudgets,
        }.Execute(seeds, session);
        if (studies.Count > 0) Show(settings, studies, path, session);
        return ExitCode.Success;
    }

    private static void Show(SensitivityOptions settings, IReadOnlyList<LayerStudy> studies, string path, Session session)
    {
        var report = new LayerSensitivityReport(FormattableString.Invariant($"{settings.Training.Model} on {settings.Training.Data}: which layers need more than {settings.Quantize.Bits[0]} bits"), studies)
        {
            Precision = FormattableString.Invariant($"{settings.High} bits"),
        };
        foreach (var table in report.Tables()) session.WriteLine(table.ToText().TrimEnd() + Environment.NewLine);
        foreach (var sentence in report.Recommendation) session.WriteLine(sentence);
        AtomicFile.WriteText(Path.Combine(path, "report.html"), report.ToPage());
        AtomicFile.WriteText(Path.Combine(path, "sensitivity.md"), report.ToMarkdown());
        session.WriteLine($"report: {Path.Combine(path, "report.html")}; tables: {Path.Combine(path, "sensitivity.md")}");
    }

    private static SweepRun<LayerStudy> StudyOf(SensitivityOptions settings, long seed, string path, Session session)
    {
        var options = settings with { Quantize = settings.Quantize with { Training = settings.Training with { Seed = seed } } };
        var folder = SweepFolder.Of(path, $"seed-{seed}");
        return new($"the layers, seed {seed}", folder, () => StudyFile.Read(folder), () => new SensitivityRun(options, folder, session).Execute());
    }

    /// <summary>From the start at the bits that a rule chose, with a bound on the output alone.</summary>
    private static SweepRun<QuantizeSummary> TrainingAt(SensitivityOptions settings, BitAllocation bits, long seed, string path, Session session)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', bits.Bits))))[..NameLength];
        var folder = SweepFolder.Of(path, "retrained", name, $"seed-{seed}");
        var plan = Path.Combine(path, "retrained", name, BudgetStep.FileName);
        var options = settings.Quantize with { Training = settings.Training with { Seed = seed } };
        return new(FormattableString.Invariant($"trained again at {bits.AverageBits:F2} bits, seed {seed}"), folder, () => QuantizeSummary.Read(folder), () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(plan)!);
            PlanFile.Write(plan, PlanFile.Of(bits));
            return new QuantizeRun(options.AtPlan(plan), folder, session).Execute();
        });
    }
}
