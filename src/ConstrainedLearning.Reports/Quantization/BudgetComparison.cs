using ConstrainedLearning.Quantization.Rankings;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>What the rules reached at equal budgets after one treatment: accuracy in percent, or the loss where a model does not classify.</summary>
internal sealed class BudgetComparison
{
    private readonly Dictionary<string, double[][]> _values = []; // [rule][study][budget]
    private readonly Dictionary<string, double[]> _bits = [];
    private readonly RuleNames _names;

    private BudgetComparison(IReadOnlyList<BudgetPoint[]> studies, BudgetTreatment treatment, RuleNames names)
    {
        _names = names;
        Treatment = treatment;
        BudgetPoint[] all = [.. studies.SelectMany(points => points)];
        IsAccuracy = all.All(point => point.Accuracy is not null);
        var grid = new BudgetGrid(all.Select(point => point.AverageBits));
        Budgets = grid.Budgets;
        foreach (var rule in all.GroupBy(point => point.Rule))
        {
            _bits[rule.Key] = [.. Budgets.Select((_, budget) => Estimate.Of(rule.Where(point => grid.IndexOf(point.AverageBits) == budget).Select(point => point.AverageBits)).Mean)];
            _values[rule.Key] = [.. studies.Select(points => Budgets.Select((_, budget) =>
                Estimate.Of(points.Where(point => point.Rule == rule.Key && grid.IndexOf(point.AverageBits) == budget).Select(ValueOf)).Mean).ToArray())];
        }
        var subject = _values.ContainsKey(names.Subject) ? names.Subject : null;
        Rules = [.. _values.Keys.OrderByDescending(rule => Sign * (subject is null ? Mean(rule) : Difference(rule, subject)).Mean)];
        Rival = Rules.FirstOrDefault(rule => !names.IsOurs(rule));
    }

    /// <summary>A comparison for each treatment of which there are points.</summary>
    internal static IReadOnlyList<BudgetComparison> Of(IReadOnlyList<LayerStudy> studies, RuleNames names) =>
        [.. Enum.GetValues<BudgetTreatment>().Where(treatment => studies.Any(study => study.Points.Any(point => point.Treatment == treatment)))
            .Select(treatment => new BudgetComparison([.. studies.Select(study => study.Points.Where(point => point.Treatment == treatment).ToArray())], treatment, names))];

    internal BudgetTreatment Treatment { get; }

    internal bool IsAccuracy { get; }

    /// <summary>Average bits, rising.</summary>
    internal IReadOnlyList<double> Budgets { get; }

    /// <summary>Best first: by the difference to the subject, or without it by the mean.</summary>
    internal IReadOnlyList<string> Rules { get; }

    /// <summary>The best rule that is not the subject's; null without one.</summary>
    internal string? Rival { get; }

    internal bool HasSubject => _values.ContainsKey(_names.Subject);

    internal bool HasBaseline => _values.ContainsKey(_names.Baseline);

    /// <summary>How many rules are not the subject's.</summary>
    internal int Rivals => Rules.Count(rule => !_names.IsOurs(rule));

    /// <summary>+1 where more is better.</summary>
    internal int Sign => IsAccuracy ? 1 : -1;

    /// <summary>The mean number of bits that a rule used of a budget.</summary>
    internal double Bits(string rule, int budget) => _bits[rule][budget];

    /// <summary>Over the studies; draws of one study are averaged before.</summary>
    internal Estimate At(string rule, int budget) => Estimate.Of(_values[rule].Select(study => study[budget]));

    /// <summary>Of each study the mean over its budgets.</summary>
    internal Estimate Mean(string rule) => Estimate.Of(_values[rule].Select(study => Estimate.Of(study).Mean));

    /// <summary>Of each study the mean of rule minus other over the budgets that both have: chance that strikes both alike, as the training does, falls out.</summary>
    internal Estimate Difference(string rule, string other) =>
        Estimate.Of(_values[rule].Zip(_values[other], (of, against) => Estimate.Of(of.Zip(against, (a, b) => a - b)).Mean));

    private double ValueOf(BudgetPoint point) => IsAccuracy ? 100 * point.Accuracy!.Value : point.Loss;
}
