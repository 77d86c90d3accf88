using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using ExperimentKit.CommandLine;
using ExperimentKit.Sweeps;

namespace ExperimentKit.Layers;

/// <summary>Studies of a model's layers at several seeds, and trainings from the start at the bits that rules chose.</summary>
/// <typeparam name="T">What such a training gives.</typeparam>
public sealed record StudySweep<T>
    where T : class
{
    /// <summary>The study at a seed.</summary>
    public required Func<long, SweepRun<LayerStudy>> Study { get; init; }

    /// <summary>The training at chosen bits and a seed; the same bits give the same folder.</summary>
    public required Func<BitAllocation, long, SweepRun<T>> TrainAgain { get; init; }

    /// <summary>The test loss and accuracy that it gave; null where its loss was not finite.</summary>
    public required Func<T, (double Loss, double? Accuracy)?> Result { get; init; }

    /// <summary>The precisions of the studies; their seed does not matter.</summary>
    public required StudyOptions Options { get; init; }

    /// <summary>The rules whose bits are trained for; see <see cref="RuleNames.Check"/>.</summary>
    public required IReadOnlyList<string> Retrain { get; init; }

    /// <summary>The budgets of these trainings, in mean bits of a weight.</summary>
    public required IReadOnlyList<double> RetrainBudgets { get; init; }

    /// <summary>Runs what has not ended, and says what another process is still at.</summary>
    /// <returns>The studies that have ended, with the points of the trainings that have.</returns>
    public IReadOnlyList<LayerStudy> Execute(IReadOnlyList<long> seeds, Session session)
    {
        var studies = Sweep.Execute([.. seeds.Select(Study)], session).OfType<LayerStudy>().ToList();
        var again = studies.SelectMany(Trainings).ToList();
        Sweep.Execute([.. again.Select(training => training.Run).DistinctBy(run => run.Folder.Path)], session);

        session.WriteLine();
        if (studies.Count < seeds.Count)
            session.WriteLine($"{seeds.Count - studies.Count} of {seeds.Count} studies are not done: another process is at them, or they ended with a loss that is not finite; give the same command line again for the whole report");
        var points = again.Select(training => (training.Seed, Point: PointOf(training))).ToList();
        var missing = points.Count(pair => pair.Point is null);
        if (missing > 0) session.WriteLine($"{missing} of {again.Count} trainings at chosen bits are not done: another process is at them, or they ended with a loss that is not finite");
        return [.. studies.Select(study => study with { Points = [.. study.Points, .. points.Where(pair => pair.Seed == study.Seed).Select(pair => pair.Point).OfType<BudgetPoint>()] })];
    }

    private IEnumerable<Training> Trainings(LayerStudy study)
    {
        foreach (var budget in RetrainBudgets)
        {
            // Of a rule with several draws it is the first.
            var allocations = LayerRules.Allocations(study.Rankings, study.Costs, Options, budget).DistinctBy(pair => pair.Rule).ToDictionary(pair => pair.Rule, pair => pair.Bits);
            foreach (var rule in Retrain) yield return new Training(study.Seed, rule, budget, TrainAgain(allocations[rule], study.Seed));
        }
    }

    private BudgetPoint? PointOf(Training training) =>
        training.Run.Done() is { } done && Result(done) is var (loss, accuracy) ? new BudgetPoint(training.Rule, training.Budget, BudgetTreatment.Retrained, loss, accuracy) : null;

    private sealed record Training(long Seed, string Rule, double Budget, SweepRun<T> Run);
}
