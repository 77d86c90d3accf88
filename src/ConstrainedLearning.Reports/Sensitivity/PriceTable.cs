using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Sensitivity;

/// <summary>Prices as tables.</summary>
public static class PriceTable
{
    private const int MostRows = 40;

    /// <summary>The prices, dearest first: the last one, its average over the last part of the trace, and how it is to be read.</summary>
    /// <param name="report">What to show; of long reports the dearest requirements.</param>
    public static Table Create(SensitivityReport report)
    {
        var recorded = report.Prices.Any(price => price.Recent is not null);
        var relaxed = report.Prices.Any(price => price.MarginalCost is not null);
        List<Column> columns = [new("Requirement"), new("Price", Alignment.Right)];
        if (recorded) columns.AddRange([new("Average", Alignment.Right), new("±", Alignment.Right)]);
        columns.AddRange([new("Bound", Alignment.Right), new("Last value", Alignment.Right)]);
        if (relaxed) columns.AddRange([new("Slack u", Alignment.Right), new("h′(u)", Alignment.Right)]);
        columns.AddRange([new("λ·e", Alignment.Right), new("How to read it")]);
        return new Table(columns, [.. report.Prices.Take(MostRows).Select(price => Row(price, recorded, relaxed))])
        {
            Caption = "Price: how much the loss would fall per unit by which the bound is relaxed." + (report.Prices.Count > MostRows ? $" The {MostRows} dearest of {report.Prices.Count} requirements." : ""),
        };
    }

    /// <summary>Prices beside the finite differences of problems solved again.</summary>
    /// <param name="check">What to show.</param>
    public static Table Create(PriceCheck check) => new(
        [new("Requirement"), new("Price", Alignment.Right), new("Finite difference", Alignment.Right), new("Ratio", Alignment.Right)],
        [.. check.Components.Select(item => new[] { item.Name, Numbers.Digits(item.Price), Numbers.Digits(item.Difference), Numbers.Digits(item.Ratio) })])
    {
        Caption = $"Rank correlation {Numbers.Digits(check.RankCorrelation)}, median ratio {Numbers.Digits(check.MedianRatio)}.",
    };

    private static string[] Row(Price price, bool recorded, bool relaxed)
    {
        List<string> row = [price.Name, Numbers.Digits(price.Multiplier)];
        if (recorded) row.AddRange([Numbers.Digits(price.Recent?.Mean ?? double.NaN), Numbers.Digits(price.Recent?.StandardError ?? double.NaN)]);
        row.AddRange([$"{(price.Sense switch { Sense.AtMost => "≤", Sense.AtLeast => "≥", _ => "=" })}\u00A0{Numbers.Digits(price.Bound)}", Numbers.Digits(price.Value)]);
        if (relaxed) row.AddRange([price.MarginalCost is null ? Numbers.Missing : Numbers.Digits(price.Slack), Numbers.Digits(price.MarginalCost ?? double.NaN)]);
        row.AddRange([Numbers.Digits(price.Complementarity), price.State]);
        return [.. row];
    }
}
