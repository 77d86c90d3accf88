using System.Security.Cryptography;
using System.Text;
using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using ExperimentKit.CommandLine;
using ExperimentKit.Layers;
using ExperimentKit.Sweeps;

namespace Cifar.Quantization;

/// <summary>A training from the start at the bits that a rule chose, with a bound on the output alone.</summary>
/// <param name="Seed">Of the study and of the training.</param>
/// <param name="Rule">Who chose.</param>
/// <param name="Budget">Mean bits of a weight.</param>
/// <param name="Run">The training; rules that chose the same share it.</param>
internal sealed record Retraining(long Seed, string Rule, double Budget, SweepRun<QuantizeSummary> Run)
{
    /// <summary>The bound on the output of a training that has given none.</summary>
    internal const double OutputBound = 0.1;

    private const int NameLength = 12;

    /// <summary>What it gave; null where it has not ended.</summary>
    internal BudgetPoint? Point => Run.Done() is { IsComplete: true } summary
        ? new BudgetPoint(Rule, Budget, BudgetTreatment.Retrained, summary.Low.Values.Single().Test.Loss, summary.Low.Values.Single().Test.Accuracy)
        : null;

    /// <summary>All that the settings ask for after a study.</summary>
    /// <exception cref="UsageException">They name a rule that there is not.</exception>
    internal static IEnumerable<Retraining> Of(SensitivityOptions settings, LayerStudy study, string path, Session session)
    {
        foreach (var budget in settings.RetrainBudgets)
        {
            var allocations = LayerRules.Allocations(study.Rankings, study.Costs, settings.Study with { Seed = study.Seed }, budget).DistinctBy(pair => pair.Rule).ToDictionary(pair => pair.Rule, pair => pair.Bits);
            foreach (var rule in settings.Retrain)
            {
                if (!allocations.TryGetValue(rule, out var bits)) throw new UsageException($"--retrain names the rule \"{rule}\"{ConstrainedLearning.Models.NearestName.Hint(rule, [.. allocations.Keys])}");
                yield return new Retraining(study.Seed, rule, budget, At(settings, bits, study.Seed, path, session));
            }
        }
    }

    private static SweepRun<QuantizeSummary> At(SensitivityOptions settings, BitAllocation bits, long seed, string path, Session session)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', bits.Bits))))[..NameLength];
        var folder = SweepFolder.Of(path, "retrained", name, $"seed-{seed}");
        var plan = Path.Combine(path, "retrained", name, "budget.json");
        var options = settings.Quantize with { Training = settings.Training with { Seed = seed }, EpsilonLayer = null, EpsilonOutput = settings.Quantize.EpsilonOutput ?? OutputBound, PlanFile = plan };
        return new(FormattableString.Invariant($"trained again at {bits.AverageBits:F2} bits, seed {seed}"), folder, () => QuantizeSummary.Read(folder), () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(plan)!);
            PlanFile.Write(plan, bits.Costs.Zip(bits.Bits).ToDictionary(pair => pair.First.Layer, pair => pair.Second));
            return new QuantizeRun(options, folder, session).Execute();
        });
    }
}
