using ConstrainedLearning;
using ConstrainedLearning.Reports.Quantization;

namespace Cifar.Quantization;

/// <summary>report.html, from what a run gave.</summary>
internal static class QuantizeReport
{
    internal static QuantizationReport Of(QuantizeOptions options, QuantizeSummary summary, QuantizeTrial trial, IReadOnlyList<EpochRecord> epochs) => new($"{summary.Model} on {summary.Dataset}: {options.Label}", epochs)
    {
        History = summary.Bounds.Count > 0 ? trial.History : null,
        Prices = summary.Bounds.Count > 0 ? trial.Prices : null,
        Sentences = [.. Sentences(summary)],
        Tables = [QuantizeTables.Accuracy(summary) with { Caption = "Images as they are, at the end of the training." }],
    };

    /// <summary>What the results say, in words.</summary>
    internal static IEnumerable<string> Sentences(QuantizeSummary summary)
    {
        foreach (var (name, low) in summary.Low)
            yield return summary.Full is { } full
                ? FormattableString.Invariant($"at {name} the model answers {100 * low.Test.Accuracy:F1} % of the test images rightly, {100 * full.Test.Accuracy:F1} % at full precision: a difference of {100 * (low.Test.Accuracy - full.Test.Accuracy):+0.0;-0.0;0.0} points")
                : FormattableString.Invariant($"at {name} the model answers {100 * low.Test.Accuracy:F1} % of the test images rightly; it has no other precision");
        if (summary.Budget is { } budget)
        {
            yield return FormattableString.Invariant($"with {budget.AverageBits:F2} bits a weight on average, given out by prices, the model answers {100 * budget.Test.Accuracy:F1} % of the test images rightly without further training");
            yield return $"bits: {string.Join(", ", budget.Bits.GroupBy(pair => pair.Value).OrderByDescending(group => group.Key).Select(group => FormattableString.Invariant($"{group.Key} for {string.Join(", ", group.Select(pair => pair.Key))}")))}";
        }
        foreach (var (name, exported) in summary.Exported ?? new Dictionary<string, ExportResult>())
            yield return FormattableString.Invariant($"{name} as whole numbers: {exported.Bytes:N0} bytes in {exported.File}, {exported.Ratio:F1} times smaller; loaded back and run on whole numbers it gives the same answer for {exported.Agreeing:N0} of {exported.Images:N0} test images");
        foreach (var (name, bounds) in summary.Bounds)
        {
            var (met, paid) = (bounds.Count(bound => bound.Value <= bound.Bound + bound.Slack), bounds.Count(bound => bound.Multiplier > 0));
            yield return bounds.Count == 1
                ? FormattableString.Invariant($"{name} was {bounds[0].Value:G3} in the last epoch, {(met == 1 ? "within" : "above")} its bound of {bounds[0].Bound:G3}, at a price of {bounds[0].Multiplier:G3}")
                : FormattableString.Invariant($"{name}: {met} of {bounds.Count} bounds were met in the last epoch, {paid} have a price; dearest: {string.Join(", ", bounds.OrderByDescending(bound => bound.Multiplier).Take(3).Select(bound => FormattableString.Invariant($"{bound.Name} at {bound.Multiplier:G3}")))}");
        }
    }
}
