using System.Globalization;
using CsvHelper;
using ExperimentKit.Statistics;
using Forecasting.Results;

namespace Forecasting.Study;

/// <summary>A study as comma-separated values, in full precision; a cell is empty where there is no finite number.</summary>
internal static class StudyCsv
{
    /// <summary>A per-step error this much above its bound exceeds it.</summary>
    private const double Exceeded = 1.01;

    /// <summary>A row a run.</summary>
    internal static string Runs(IReadOnlyList<StudyRun> runs) => Write(
        [
            "setting", "family", "variant", "seed", "status", "epochs", .. new[] { "train", "validation", "test" }.SelectMany(part => new[] { "Mse", "Mae", "WindowStd", "WorstStep", "Mcv", "StepsExceeded" }, (part, name) => part + name),
            "largestMultiplier", "meanMultiplier", "remarks", "seconds",
        ],
        runs.Select(run => (object?[])
        [
            run.Setting, run.Family, run.Variant, run.Seed, run.Summary.Status, run.Summary.Epochs, .. ResultTables.Parts(run.Summary).SelectMany(part => Errors(part.Result, run.Summary)),
            Multipliers(run.Summary) is { Length: > 0 } all ? all.Max() : null, Multipliers(run.Summary) is { Length: > 0 } some ? some.Average() : null, run.Summary.Remarks.Count > 0 ? "yes" : "no", run.Summary.Seconds,
        ]));

    /// <summary>A row a setting and variant.</summary>
    internal static string Variants(StudyResults results) => Write(
        [
            "setting", "family", "variant", "seeds", "failed", "validationMseChange", "validationStdChange", .. Changes, "lowerStd", "p", "chosenBy", "target",
        ],
        results.Settings.SelectMany(setting => setting.Variants, (setting, variant) => (object?[])
        [
            setting.Name, variant.Family, variant.Variant, variant.Pairs.Count, variant.Failed,
            variant.Pairs.Count == 0 ? null : variant.Change(run => run.Validation.Mse), variant.Pairs.Count == 0 ? null : variant.Change(run => run.Validation.WindowStd),
            .. Cells(variant.Test), variant.Ahead, variant.PValue, StudyTables.ChosenBy(setting, variant), StudyTables.Verdict(variant, results.Options),
        ]));

    /// <summary>A row a rule and family, over all settings.</summary>
    internal static string Families(StudyResults results) => Write(
        ["rule", "family", "settings", "reached", "certified", .. Changes, "pairs", "p"],
        new[] { ("STD", results.ByDeviation), ("error", results.ByError) }.SelectMany(rule => rule.Item2, (rule, family) => (object?[])
            [rule.Item1, family.Family, family.Settings, family.Reached, family.Certified, .. Cells(family.Changes), family.Pairs, family.PValue]));

    private static string[] Changes { get; } = [.. new[] { "mse", "std", "worstStep" }.SelectMany(_ => new[] { "Change", "ChangeLow", "ChangeHigh" }, (quantity, end) => quantity + end)];

    private static object?[] Cells(RelativeChanges? changes) =>
        changes is null ? new object?[Changes.Length] : [.. new[] { changes.Mean, changes.Deviation, changes.Worst }.SelectMany(change => new object[] { change.Value, change.Low, change.High })];

    private static object?[] Errors(PartResult part, Summary summary) =>
        [part.Mse, part.Mae, part.WindowStd, part.WorstStep, part.Mcv, summary.Epsilon.Length == part.PerStep.Length ? part.PerStep.Zip(summary.Epsilon).Count(step => step.First > Exceeded * step.Second) : null];

    private static double[] Multipliers(Summary summary) => [.. summary.Multipliers.Values.SelectMany(values => values)];

    private static string Write(IEnumerable<string> header, IEnumerable<object?[]> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var csv = CsvWriter.Create(text, new CsvWriterOptions { NewLine = "\n" });
        csv.WriteRecord([.. header]);
        foreach (var row in rows) csv.WriteRecord([.. row.Select(Cell)]);
        csv.Flush();
        return text.ToString();
    }

    private static string Cell(object? value) => value switch
    {
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
