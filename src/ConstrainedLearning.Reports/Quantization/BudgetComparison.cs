using ConstrainedLearning.Quantization.Rankings;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>What the rules reached at equal budgets after one treatment: accuracy in percent, or the loss where a model does not classify.</summary>
internal sealed class BudgetComparison
{
    private readonly Dictionary<string, double[][]> _values = []; // [rule][study][budget]
    private readonly BudgetGrid _grid;
    private readonly RuleNames _names;

    private BudgetComparison(IReadOnlyList<LayerStudy> studies, BudgetTreatment treatment, RuleNames names)
    {
        (_names, Treatment) = (names, treatment);
        var points = studies.SelectMany((study, place) => study.Points.Where(point => point.Treatment == treatment && double.IsFinite(point.AverageBits)).Select(point => (Study: place, Point: point))).ToArray();
        IsAccuracy = points.All(item => item.Point.Accuracy is not null);
        RulePoints[] all = [.. points.GroupBy(item => (item.Point.Rule, item.Study)).Select(group => new RulePoints(
            group.Key.Rule, group.Key.Study, Math.Max(1, studies[group.Key.Study].Rankings.Count(ranking => ranking.Rule == group.Key.Rule)),
            [.. group.Select(item => (item.Point.AverageBits, ValueOf(item.Point))).OrderBy(point => point.AverageBits)]))];
        _grid = new BudgetGrid(all, names.Subject);
        double[] none = [.. Budgets.Select(_ => double.NaN)];
        foreach (var rule in all.GroupBy(points => points.Rule))
            _values[rule.Key] = [.. studies.Select((_, place) => rule.FirstOrDefault(points => points.Study == place) is { } reached ? _grid.Values(reached) : none)];
        Subject = _values.ContainsKey(names.Subject) ? names.Subject : Ours.FirstOrDefault();
        Rules = [.. _values.Keys.OrderByDescending(rule => Sign * (Subject is { } subject ? Difference(rule, subject) : Mean(rule)).Mean)];
        Rival = Rules.FirstOrDefault(rule => !names.IsOurs(rule));
    }

    /// <summary>A comparison for each treatment of which there are points.</summary>
    internal static IReadOnlyList<BudgetComparison> Of(IReadOnlyList<LayerStudy> studies, RuleNames names) =>
        [.. Enum.GetValues<BudgetTreatment>().Where(treatment => studies.Any(study => study.Points.Any(point => point.Treatment == treatment))).Select(treatment => new BudgetComparison(studies, treatment, names))];

    internal BudgetTreatment Treatment { get; }

    internal bool IsAccuracy { get; }

    /// <summary>Average bits, rising.</summary>
    internal IReadOnlyList<double> Budgets => _grid.Budgets;

    /// <summary>Whether all rules were measured at these budgets; else values are read off between two.</summary>
    internal bool IsExact => _grid.IsExact;

    /// <summary>Best first: by the difference to the subject, or without it by the mean.</summary>
    internal IReadOnlyList<string> Rules { get; }

    /// <summary>The best rule that is not the subject's; null without one.</summary>
    internal string? Rival { get; }

    /// <summary>The subject itself where it was tried, else the best of its versions; null where none was.</summary>
    internal string? Subject { get; }

    /// <summary>The best of the subject and its versions; null where none was tried.</summary>
    internal string? BestOfOurs => Ours.FirstOrDefault();

    internal bool HasBaseline => _values.ContainsKey(_names.Baseline);

    /// <summary>How many rules are not the subject's.</summary>
    internal int Rivals => Rules.Count(rule => !_names.IsOurs(rule));

    /// <summary>+1 where more is better.</summary>
    internal int Sign => IsAccuracy ? 1 : -1;

    /// <summary>Over the studies; draws of one study are averaged before.</summary>
    internal Estimate At(string rule, int budget) => Estimate.Of(_values[rule].Select(study => study[budget]));

    /// <summary>Of each study the mean over the budgets; of a study that lacks one, none: it would be the mean of something else.</summary>
    internal Estimate Mean(string rule) => Estimate.Of(_values[rule].Select(study => study.DefaultIfEmpty(double.NaN).Average()));

    /// <summary>Of each study the mean of rule minus other over the budgets that both have: chance that strikes both alike, as the training does, falls out.</summary>
    internal Estimate Difference(string rule, string other) =>
        Estimate.Of(_values[rule].Zip(_values[other], (of, against) => Estimate.Of(of.Zip(against, (a, b) => a - b)).Mean));

    private IEnumerable<string> Ours => _values.Keys.Where(_names.IsOurs).OrderByDescending(rule => Sign * Mean(rule).Mean);

    private double ValueOf(BudgetPoint point) => IsAccuracy ? 100 * point.Accuracy!.Value : point.Loss;
}
