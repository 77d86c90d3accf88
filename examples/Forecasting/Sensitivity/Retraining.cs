using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using ExperimentKit.CommandLine;
using ExperimentKit.Layers;
using ExperimentKit.Sweeps;

namespace Forecasting.Sensitivity;

/// <summary>A training from the start at the bits that a rule chose, with a bound on the forecasts alone.</summary>
/// <param name="Seed">Of the study and of the training.</param>
/// <param name="Rule">Who chose.</param>
/// <param name="Budget">Mean bits of a weight.</param>
/// <param name="Run">The training; rules that chose the same share it.</param>
internal sealed record Retraining(long Seed, string Rule, double Budget, SweepRun<PrecisionSummary> Run)
{
    /// <summary>What it gave; null where it has not ended.</summary>
    internal BudgetPoint? Point => Run.Done() is { IsComplete: true } summary ? new BudgetPoint(Rule, Budget, BudgetTreatment.Retrained, summary.Test.Low, null) : null;

    /// <summary>All that the settings ask for after a study. Of a rule with several draws it is the first.</summary>
    internal static IEnumerable<Retraining> Of(SensitivityOptions settings, LayerStudy study, string path, Session session)
    {
        foreach (var budget in settings.RetrainBudgets)
        {
            var allocations = LayerRules.Allocations(study.Rankings, study.Costs, settings.Study with { Seed = study.Seed }, budget).DistinctBy(pair => pair.Rule).ToDictionary(pair => pair.Rule, pair => pair.Bits);
            foreach (var rule in settings.Retrain) yield return new Retraining(study.Seed, rule, budget, At(settings, allocations[rule], study.Seed, path, session));
        }
    }

    private static SweepRun<PrecisionSummary> At(SensitivityOptions settings, BitAllocation bits, long seed, string path, Session session)
    {
        var folder = SweepFolder.Of(path, $"seed-{seed}", "retrained", string.Join('-', bits.Bits));
        var options = settings with { Training = settings.Training with { Seed = seed } };
        var label = FormattableString.Invariant($"{bits.AverageBits:F2} bits on average, seed {seed}");
        return new(label, folder, () => PrecisionSummary.Read(folder), () => new PrecisionRun(options, bits, folder, session).Execute(label));
    }
}
