using ConstrainedLearning.Reports.Tables;
using static ConstrainedLearning.Reports.Numbers;

namespace ConstrainedLearning.Reports.Forecasting;

/// <summary>The results of the models on each part of the data.</summary>
internal static class ResultTable
{
    internal static Table Create(ForecastReport report)
    {
        var bounded = report.Bounds.Count > 0;
        List<Column> columns =
        [
            new("Data"), new("Model"), new("MSE", Alignment.Right), new("MAE", Alignment.Right),
            new("Window STD", Alignment.Right), new("Mean violation", Alignment.Right),
        ];
        if (bounded)
            columns.AddRange([new Column("Bounds kept", Alignment.Right), new Column("Largest excess", Alignment.Right)]);
        var rows = new List<IReadOnlyList<string>>();
        var models = report.Reference is { } reference ? new[] { report.Constrained, reference } : [report.Constrained];
        foreach (var split in new[] { "train", "validation", "test" })
        {
            foreach (var model in models)
            {
                var result = model.Splits.Single(s => s.Name == split).Result;
                List<string> row =
                    [split, model.Name, Digits(result.Mse), Digits(result.Mae), Digits(result.WindowStd), Digits(Violation(result, report.Bounds))];
                if (bounded)
                    row.AddRange(Kept(Verdict.Of(result.PerStep, report.Bounds)));
                rows.Add(row);
            }
        }
        return new Table(columns, rows) { Caption = "Errors on each part of the data" };
    }

    /// <summary>The violation that was given, else, where there are bounds, that of the errors.</summary>
    private static double Violation(SplitResult result, IReadOnlyList<double> bounds) =>
        double.IsNaN(result.MeanConstraintViolation) && bounds.Count > 0 && result.PerStep.Count == bounds.Count
            ? result.PerStep.Zip(bounds, (error, bound) => Math.Max(0, error - bound)).Average()
            : result.MeanConstraintViolation;

    private static string[] Kept(Verdict verdict) =>
        [$"{Count(verdict.Held)} of {Count(verdict.Steps)}", verdict.Holds ? "none" : double.IsFinite(verdict.WorstExcess) ? "+" + Percent(verdict.WorstExcess) : Missing];
}
