using System.Globalization;
using ConstrainedLearning.Reports.Tables;

namespace Forecasting.Results;

/// <summary>Results as small tables.</summary>
internal static class ResultTables
{
    private static readonly Column[] _errors = [Right("MSE"), Right("MAE"), Right("window STD"), Right("MCV"), Right("worst step")];

    /// <summary>The parts of one run.</summary>
    internal static Table Of(Summary summary) => new([new Column("part"), .. _errors], [.. Parts(summary).Select(part => (IReadOnlyList<string>)[part.Name, .. Errors(part.Result)])]);

    /// <summary>Several runs side by side on one part of the data.</summary>
    /// <param name="runs">Label and results, in the order of the rows.</param>
    /// <param name="part">Which part, by its name in <see cref="Parts"/>.</param>
    internal static Table Compared(IReadOnlyList<(string Label, Summary Summary)> runs, string part) => new(
        [new Column("method"), .. _errors, Right("seconds"), Right("s/iteration")],
        [.. runs.Select(run => (IReadOnlyList<string>)[run.Label, .. Errors(Parts(run.Summary).Single(p => p.Name == part).Result), Number(run.Summary.Seconds), Number(run.Summary.SecondsPerIteration)])])
    { Caption = $"{part} data" };

    /// <summary>Several runs on all parts, in full precision, as comma-separated values.</summary>
    internal static string Csv(IReadOnlyList<(string Label, Summary Summary)> runs)
    {
        var rows = runs.SelectMany(run => Parts(run.Summary), (run, part) => string.Join(',',
            run.Label, part.Name, Full(part.Result.Mse), Full(part.Result.Mae), Full(part.Result.WindowStd), Full(part.Result.Mcv), Full(part.Result.WorstStep), Full(run.Summary.Seconds), Full(run.Summary.SecondsPerIteration)));
        return string.Concat(rows.Prepend("method,part,mse,mae,windowStd,mcv,worstStep,seconds,secondsPerIteration").Select(row => row + "\n"));
    }

    /// <summary>A number with four significant digits; a dash for none.</summary>
    internal static string Number(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("G4", CultureInfo.InvariantCulture) : "-";

    internal static IEnumerable<(string Name, PartResult Result)> Parts(Summary summary) => [("train", summary.Train), ("validation", summary.Validation), ("test", summary.Test)];

    private static Column Right(string header) => new(header, Alignment.Right);

    private static string[] Errors(PartResult part) => [Number(part.Mse), Number(part.Mae), Number(part.WindowStd), Number(part.Mcv), Number(part.WorstStep)];

    private static string Full(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";
}
