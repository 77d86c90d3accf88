using ConstrainedLearning.Quantization.Rankings;
using static ConstrainedLearning.Reports.Numbers;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>Says in plain sentences which layers to keep, how sure that is, what it costs, and whether the multipliers were worth it.</summary>
internal static class Advice
{
    private static readonly string[] Words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    internal static IReadOnlyList<Finding> Of(LayerFindings findings)
    {
        var layers = findings.Layers;
        IEnumerable<Finding> worth = [.. findings.Agreements.Take(1).Select(pair => Truth(pair.Truth, pair.Rules, findings)).OfType<Finding>(), .. findings.Budgets.Select(budget => new Finding(About(budget.Treatment), Worth(budget, findings)))];
        return layers.Kept.Count == 0
            ? [new("Keep no layer apart", "no layer’s multiplier is above 0, so none asks for more bits than it has."), .. worth]
            : [Keep(findings), new("How sure", Sure(layers, findings.Report.Studies.Count)), Cost(layers), .. worth];
    }

    /// <summary>A number as a word, where it has a short one.</summary>
    internal static string Word(int count) => count < Words.Length ? Words[count] : Count(count);

    private static string About(BudgetTreatment treatment) => treatment == BudgetTreatment.Calibrated ? "Worth it, when calibrated only" : "Worth it, when retrained";

    private static Finding Keep(LayerFindings findings)
    {
        var layers = findings.Layers;
        var (which, what) = layers.Kept.Count == 1 ? ("this layer", "Its multiplier is the highest: bits given to it") : ($"these {Word(layers.Kept.Count)} layers", "Their multipliers are the highest: bits given to them");
        var sum = layers.Estimates.Where(estimate => estimate.Mean > 0).Sum(estimate => estimate.Mean);
        var why = layers.Layers.Count == layers.Kept.Count ? "There are no others."
            : $"{what} are expected to lower the loss most. Of the sum of all {Count(layers.Layers.Count)} multipliers, {Percent(layers.Kept.Sum(layer => layers.Estimates[layer].Mean) / sum)} {(layers.Kept.Count == 1 ? "is its" : "is theirs")}.";
        return new($"Keep {which} at {findings.Report.Precision}", $"{Listed([.. layers.Kept.Select(layer => layers.Layers[layer])])}. {why}");
    }

    private static string Sure(LayerSummary layers, int seeds)
    {
        if (seeds == 1) return "unknown. This is one training; another seed may rank the layers differently.";
        var tops = layers.Kept.Count == 1 ? "this layer comes first" : $"these {Word(layers.Kept.Count)} come first, in whatever order";
        var each = layers.SameTops == seeds || layers.Kept.Count == 1 ? "" : $" Among the first {Word(layers.Kept.Count)} are {Listed([.. layers.Kept.Select(layer => $"{layers.Layers[layer]} in {layers.TimesOnTop[layer]}")])} of {seeds}.";
        var ranks = layers.Agreements.Count == 0 ? "" : $" The whole rankings of two trainings agree at {Fixed(layers.Agreements.Average(), 2)}{(seeds > 2 ? $" on average, {Fixed(layers.Agreements.Min(), 2)} at least" : "")} (Spearman’s rank correlation; 1 is the same order).";
        return $"in {(layers.SameTops == seeds ? "all " : layers.SameTops == 0 ? "none of " : $"{layers.SameTops} of ")}{seeds} trainings, each with its own seed, {tops}.{each}{ranks}";
    }

    private static Finding Cost(LayerSummary layers)
    {
        var share = layers.Kept.Sum(layer => layers.Shares[layer]);
        var (they, them) = layers.Kept.Count == 1 ? ("it holds", "it") : ("they hold", "them");
        return new("What it costs", $"{they} {Percent(share)} of the weights, so that one bit more for {them} raises the average by {Brief(share)} bits.");
    }

    private static Finding? Truth(string truth, IReadOnlyList<RuleAgreement> rules, LayerFindings findings)
    {
        var place = rules.Select(rule => rule.Rule).ToList().IndexOf(findings.Names.Subject);
        if (place < 0 || !double.IsFinite(rules[place].Spearman.Mean)) return null;
        var first = place == 0 ? "" : $"; the first, “{rules[0].Rule}”, reaches {Fixed(rules[0].Spearman.Mean, 2)}";
        return new("Beside the truth", $"with “{truth}” the multipliers’ ranking agrees at {Fixed(rules[place].Spearman.Mean, 2)}, place {place + 1} of {rules.Count} rules{first}.");
    }

    private static string Worth(BudgetComparison budget, LayerFindings findings)
    {
        var baseline = findings.Names.Baseline;
        if (budget.Subject is not { } subject) return "unknown, the multipliers were not tried.";
        if (budget.Rival is not { } rival) return "unknown, no rival was tried.";
        var difference = budget.Difference(subject, rival);
        if (!double.IsFinite(difference.Mean)) return "unknown, no rival was tried at the same budgets.";
        var over = budget.IsExact ? $"over {Word(budget.Budgets.Count)} {(budget.Budgets.Count == 1 ? "budget" : "budgets")}" : $"from {Short(Math.Round(budget.Budgets[0], 2))} to {Short(Math.Round(budget.Budgets[^1], 2))} bits";
        return $"{Verdict(budget, difference)} On average {over}, {(budget.IsAccuracy ? "accuracy" : "the loss")} is {Value(budget, budget.Mean(subject).Mean)} with bits given out by {(subject == findings.Names.Subject ? "the multipliers" : $"“{subject}”")} and {Value(budget, budget.Mean(rival).Mean)} by "
            + (budget.Rivals == 1 ? $"their only rival, “{rival}”" : $"the best of {Word(budget.Rivals)} rivals, “{rival}”, picked in hindsight, which flatters it") + $": {Change(budget, difference)}{(difference.HasInterval ? ", paired by seed" : "")}."
            + (budget.BestOfOurs is { } best && best != subject ? $" The best version of the multipliers, “{best}”, gives {Value(budget, budget.Mean(best).Mean)}." : "")
            + (budget.HasBaseline && rival != baseline ? $" Against “{baseline}” it is {Change(budget, budget.Difference(subject, baseline))}." : "");
    }

    /// <summary>Of the difference multipliers minus rival.</summary>
    private static string Verdict(BudgetComparison budget, Estimate difference)
    {
        var isBetter = budget.Sign * difference.Mean > 0;
        if (!difference.HasInterval) return $"{(isBetter ? "perhaps" : "perhaps not")}; one training cannot tell it from chance.";
        if (difference.Low <= 0 && difference.High >= 0) return $"no difference to the best rival that {Word(difference.Count)} seeds can show.";
        return isBetter ? "yes, the multipliers did better than the best rival." : "no, the best rival did better than the multipliers.";
    }

    private static string Change(BudgetComparison budget, Estimate difference)
    {
        var decimals = budget.IsAccuracy ? 2 : Decimals([difference.Mean, difference.Radius]);
        return $"{Signed(difference.Mean, decimals)}{(budget.IsAccuracy ? " points" : "")}" + (difference.HasInterval ? $" (95\u00A0% interval {Signed(difference.Low, decimals)} to {Signed(difference.High, decimals)})" : "");
    }

    private static string Value(BudgetComparison budget, double value) => budget.IsAccuracy ? Fixed(value, 2) + "\u00A0%" : Short(value);

    /// <summary>Two significant digits.</summary>
    private static string Brief(double value) => value > 0 && double.IsFinite(value) ? Short(Math.Round(value, Math.Clamp(1 - (int)Math.Floor(Math.Log10(value)), 0, 12))) : Short(value);

    private static string Listed(IReadOnlyList<string> items) => items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}";
}
