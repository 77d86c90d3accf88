namespace ConstrainedLearning.Models.Data;

/// <summary>A run of consecutive rows.</summary>
/// <param name="Start">First row.</param>
/// <param name="Count">Number of rows.</param>
public readonly record struct RowRange(int Start, int Count)
{
    /// <summary>One past the last row.</summary>
    public int End => Start + Count;
}

/// <summary>The three parts of a series.</summary>
public enum Part
{
    /// <summary>What the parameters are fitted on; the scaler too.</summary>
    Train,

    /// <summary>What choices are made on.</summary>
    Validation,

    /// <summary>What is reported.</summary>
    Test,
}

/// <summary>Chronological split of a series: the rows whose values are first predicted in each part.</summary>
/// <param name="Name"><c>generic</c> or <c>ett</c>.</param>
/// <param name="Train">Rows of the training part.</param>
/// <param name="Validation">Rows after it.</param>
/// <param name="Test">Rows after those.</param>
public sealed record SplitPlan(string Name, RowRange Train, RowRange Validation, RowRange Test)
{
    private const int DaysPerMonth = 30;

    /// <summary>7:1:2 as the field counts it: train int(0.7 n), test the last int(0.2 n), validation the rest between.</summary>
    public static SplitPlan Generic(int rows)
    {
        var train = (int)(rows * 0.7);
        var test = (int)(rows * 0.2);
        return new("generic", new(0, train), new(train, rows - train - test), new(rows - test, test));
    }

    /// <summary>12, 4 and 4 months of 30 days from the start, as papers use the ETT data; later rows are not used.</summary>
    /// <exception cref="DataException">The step is neither an hour nor 15 minutes, or there are fewer than 20 months.</exception>
    public static SplitPlan Ett(int rows, TimeSpan step)
    {
        if (step != TimeSpan.FromHours(1) && step != TimeSpan.FromMinutes(15))
            throw new DataException($"the ett split is for steps of 1 hour or 15 minutes, found a step of {step}; use the generic split.");
        var month = DaysPerMonth * (int)(TimeSpan.FromDays(1) / step);
        if (rows < 20 * month)
            throw new DataException($"the ett split needs {20 * month} rows (20 months of 30 days), found {rows}; use the generic split.");
        return new("ett", new(0, 12 * month), new(12 * month, 4 * month), new(16 * month, 4 * month));
    }

    /// <summary>The split called <paramref name="name"/> for <paramref name="series"/>.</summary>
    /// <exception cref="DataException">There is no such split, or it does not fit the series.</exception>
    public static SplitPlan Named(string name, Series series) => name switch
    {
        "generic" => Generic(series.Rows),
        "ett" => Ett(series.Rows, series.Step),
        _ => throw new DataException($"there is no split \"{name}\"; the splits are generic and ett."),
    };

    /// <summary>
    /// The rows that windows of this part are cut from: validation and test reach <paramref name="lookback"/> rows to the left, so that their first
    /// target is the part's first row.
    /// </summary>
    /// <exception cref="DataException">Not one window fits.</exception>
    public RowRange Rows(Part part, int lookback, int horizon)
    {
        var (own, reach) = part switch
        {
            Part.Train => (Train, 0),
            Part.Validation => (Validation, lookback),
            Part.Test => (Test, lookback),
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, "expected Train, Validation or Test"),
        };
        var rows = new RowRange(own.Start - reach, own.Count + reach);
        if (rows.Start < 0 || rows.Count < lookback + horizon)
            throw new DataException(
                $"the {part} part of the {Name} split has {own.Count} rows{(reach > 0 ? $" and {Math.Min(reach, own.Start)} before it" : "")}, fewer than the "
                + $"{lookback + horizon} of one window (lookback {lookback} + horizon {horizon}); use a longer series, a shorter lookback or a shorter horizon.");
        return rows;
    }
}
