using ConstrainedLearning.Quantization.Rankings;
using static ConstrainedLearning.Reports.Numbers;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>Says in plain sentences which layers to keep, how sure that is, what it costs, and whether the multipliers were worth it.</summary>
internal static class Advice
{
    private static readonly string[] Words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    internal static IReadOnlyList<string> Of(LayerFindings findings)
    {
        var layers = findings.Layers;
        var seeds = findings.Report.Studies.Count;
        return layers.Kept.Count == 0
            ? ["No layer’s multiplier is above 0: no layer asks for more bits than it has.", .. findings.Budgets.SelectMany(budget => Compared(budget, findings))]
            : [Keep(findings), Sure(layers, seeds), Cost(layers), .. findings.Agreements.Take(1).Select(pair => Truth(pair.Truth, pair.Rules, findings)).OfType<string>(), .. findings.Budgets.SelectMany(budget => Compared(budget, findings))];
    }

    internal static string Word(int count) => count < Words.Length ? Words[count] : Count(count);

    /// <summary>After which treatment, to begin a sentence with.</summary>
    internal static string Name(BudgetTreatment treatment) => treatment == BudgetTreatment.Calibrated ? "Calibrated, not retrained" : "Retrained";

    private static string Keep(LayerFindings findings)
    {
        var layers = findings.Layers;
        var sum = layers.Estimates.Where(estimate => double.IsFinite(estimate.Mean)).Sum(estimate => estimate.Mean);
        var subject = layers.Kept.Count == 1 ? "this layer" : $"these {Word(layers.Kept.Count)} layers";
        var why = layers.Layers.Count == 1 ? "It is the only one."
            : $"{(layers.Kept.Count == 1 ? "Its multiplier is the highest" : "Their multipliers are the highest")}: bits given there lower the loss most. Together the {Count(layers.Layers.Count)} layers’ multipliers make {Short3(sum)}, of which {Percent(layers.Kept.Sum(layer => layers.Estimates[layer].Mean) / sum)} {(layers.Kept.Count == 1 ? "is this one’s" : "are theirs")}.";
        return $"Keep {subject} at {findings.Report.Precision}: {Listed([.. layers.Kept.Select(layer => layers.Layers[layer])])}. {why}";
    }

    private static string Sure(LayerSummary layers, int seeds)
    {
        if (seeds == 1) return "How sure: unknown. This is one training; another seed may rank the layers differently.";
        var tops = layers.Kept.Count == 1 ? "this layer is the first" : $"the same {Word(layers.Kept.Count)} layers come first";
        var each = layers.SameTops == seeds ? "" : $" Among the first {Word(layers.Kept.Count)}: {string.Join(", ", layers.Kept.Select(layer => $"{layers.Layers[layer]} in {layers.TimesOnTop[layer]}"))} of {seeds}.";
        var ranks = layers.Agreements.Count == 0 ? "" : $" Two trainings’ whole rankings agree at {Fixed(layers.Agreements.Average(), 2)} (Spearman, mean of all pairs; the lowest is {Fixed(layers.Agreements.Min(), 2)}; 1 is the same order).";
        return $"How sure: in {(layers.SameTops == seeds ? $"all {seeds}" : $"{layers.SameTops} of {seeds}")} trainings, each with its own seed, {tops}.{each}{ranks}";
    }

    private static string Cost(LayerSummary layers)
    {
        var share = layers.Kept.Sum(layer => layers.Shares[layer]);
        var (they, them) = layers.Kept.Count == 1 ? ("it holds", "it") : ("they hold", "them");
        return $"What it costs: {they} {Percent(share)} of the weights, so that every bit more for {them} adds {Short3(share)} bits to the average weight.";
    }

    private static string? Truth(string truth, IReadOnlyList<RuleAgreement> rules, LayerFindings findings)
    {
        var place = rules.Select(rule => rule.Rule).ToList().IndexOf(findings.Names.Subject);
        if (place < 0 || !double.IsFinite(rules[place].Spearman.Mean)) return null;
        var first = rules[0].Rule == findings.Names.Subject ? "" : $"; the first is “{rules[0].Rule}” with {Fixed(rules[0].Spearman.Mean, 2)}";
        return $"Beside the truth “{truth}” the multipliers’ ranking agrees at {Fixed(rules[place].Spearman.Mean, 2)} (Spearman), place {place + 1} of {rules.Count}{first}.";
    }

    private static IEnumerable<string> Compared(BudgetComparison budget, LayerFindings findings)
    {
        var subject = findings.Names.Subject;
        if (!budget.HasSubject || budget.Rival is null)
        {
            yield return $"{Name(budget.Treatment)}: {(budget.HasSubject ? "no rival" : "the multipliers were not")} tried at equal budgets, so nothing can be said of whether they are worth it.";
            yield break;
        }
        var quantity = budget.IsAccuracy ? "an accuracy" : "a loss";
        var rivals = budget.Rivals == 1 ? "its only rival" : $"the best of {Word(budget.Rivals)} rivals";
        yield return $"{Name(budget.Treatment)}, bits given out by the multipliers leave {quantity} of {Value(budget, budget.Mean(subject).Mean)} on average over {budget.Budgets.Count} {(budget.Budgets.Count == 1 ? "budget" : "budgets")}, by {rivals}, “{budget.Rival}”, {Value(budget, budget.Mean(budget.Rival).Mean)}. "
            + Verdict(budget, budget.Difference(subject, budget.Rival)) + (budget.Rivals > 1 ? " (The rival was picked in hindsight, which flatters it.)" : "")
            + (budget.HasBaseline && budget.Rival != findings.Names.Baseline ? $" Against “{findings.Names.Baseline}” it is {Difference(budget, budget.Difference(subject, findings.Names.Baseline))}." : "");
    }

    /// <summary>Of a difference multipliers minus rival.</summary>
    private static string Verdict(BudgetComparison budget, Estimate difference)
    {
        if (!double.IsFinite(difference.Mean)) return "They have no budget in common.";
        var better = budget.Sign * difference.Mean > 0;
        if (!difference.HasInterval) return $"The multipliers are {(better ? "ahead" : "not ahead")} ({Difference(budget, difference)}), but one training cannot tell that from chance.";
        var told = $"{Difference(budget, difference)}, paired over {difference.Count} seeds";
        return difference.Low <= 0 && difference.High >= 0 ? $"So the multipliers are neither better nor worse as far as these trainings can tell: {told}."
            : better ? $"So the multipliers did better: {told}." : $"So the multipliers did worse: {told}.";
    }

    private static string Difference(BudgetComparison budget, Estimate difference)
    {
        var decimals = budget.IsAccuracy ? 2 : Decimals([difference.Mean, difference.Radius]);
        return $"{Signed(difference.Mean, decimals)}{(budget.IsAccuracy ? " points" : "")}" + (difference.HasInterval ? $" (95\u00A0% interval {Signed(difference.Low, decimals)} to {Signed(difference.High, decimals)})" : "");
    }

    private static string Value(BudgetComparison budget, double value) => budget.IsAccuracy ? Fixed(value, 2) + "\u00A0%" : Short(value);

    /// <summary>Three significant digits are enough in a sentence.</summary>
    private static string Short3(double value) => double.IsFinite(value) && value != 0 ? Short(Math.Round(value, Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 12))) : Short(value);

    private static string Listed(IReadOnlyList<string> items) => items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}";
}
