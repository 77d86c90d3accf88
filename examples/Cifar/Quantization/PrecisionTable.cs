using System.Globalization;
using Cifar.Sweeps;
using ConstrainedLearning.Reports.Tables;
using ExperimentKit.Statistics;

namespace Cifar.Quantization;

/// <summary>One training of a method at each seed; null where a run has not ended.</summary>
/// <param name="Label">The method.</param>
/// <param name="Bits">The bit widths that it was for.</param>
/// <param name="Runs">By seed.</param>
internal sealed record TrainedAt(string Label, IReadOnlyList<int> Bits, IReadOnlyList<QuantizeSummary?> Runs);

/// <summary>Methods at bit widths, side by side.</summary>
internal static class PrecisionTable
{
    internal static string Note(int seeds) =>
        FormattableString.Invariant($"Test images as they are, at the end of the training: means and standard deviations over {seeds} seed{(seeds == 1 ? "" : "s")}, in per cent. Differences are paired by seed, with the 95 % interval of their mean by Student's law. A pass is forward and backward over a batch; one without gradient counts a third.");

    internal static Table Of(IReadOnlyList<TrainedAt> trainings, IReadOnlyList<int> widths, string reference)
    {
        string[] labels = [.. trainings.Select(training => training.Label).Distinct()];
        List<string[]> rows = [];
        foreach (var bits in widths)
        {
            var compared = trainings.FirstOrDefault(training => training.Label == reference && training.Bits.Contains(bits));
            rows.AddRange(labels.Select(label => trainings.FirstOrDefault(training => training.Label == label && training.Bits.Contains(bits))).OfType<TrainedAt>().Select(training => Row(training, bits, compared)));
        }
        return new Table(
            [
                new("bits", Alignment.Right), new("method"), new("low precision", Alignment.Right), new($"less {reference}", Alignment.Right), new("ahead", Alignment.Right), new("full precision", Alignment.Right),
                new("output's price", Alignment.Right), new("layers' bounds met", Alignment.Right), new("passes", Alignment.Right),
            ],
            rows);
    }

    private static string[] Row(TrainedAt training, int bits, TrainedAt? reference)
    {
        var ended = training.Runs.Where(run => run is { IsComplete: true }).Select(run => run!).ToList();
        string Of(Func<QuantizeSummary, double?> value, double scale, string format) => Spread.Of([.. ended.Select(value).OfType<double>().Select(number => number * scale)], format);
        return
        [
            Whole(bits), training.Label, Of(run => Accuracy(run, bits), 100, "F1"), .. Difference(training, reference, bits), Of(run => run.Full?.Test.Accuracy, 100, "F1"),
            Of(run => Bounds(run, bits, "output")?[0].Multiplier, 1, "F2"), Of(run => Bounds(run, bits, "layers") is { } layers ? layers.Count(bound => bound.Value <= bound.Bound + bound.Slack) : null, 1, "F0"),
            ended.Count == 0 ? "" : ended[0].Passes.ToString("F0", CultureInfo.InvariantCulture),
        ];
    }

    private static string[] Difference(TrainedAt training, TrainedAt? reference, int bits)
    {
        if (reference is null || reference.Label == training.Label) return ["", ""];
        var pairs = training.Runs.Zip(reference.Runs).Where(pair => pair is { First.IsComplete: true, Second.IsComplete: true }).ToList();
        if (pairs.Count == 0) return ["", ""];
        var difference = PairedDifference.Of([.. pairs.Select(pair => 100 * Accuracy(pair.First!, bits)!.Value)], [.. pairs.Select(pair => 100 * Accuracy(pair.Second!, bits)!.Value)]);
        return difference.Cells();
    }

    private static double? Accuracy(QuantizeSummary run, int bits) => run.Low.GetValueOrDefault(PrecisionMethods.Named(bits))?.Test.Accuracy;

    private static IReadOnlyList<BoundResult>? Bounds(QuantizeSummary run, int bits, string what) => run.Bounds.GetValueOrDefault($"{PrecisionMethods.Named(bits)}/{what}");

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
