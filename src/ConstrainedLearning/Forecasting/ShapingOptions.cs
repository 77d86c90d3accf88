namespace ConstrainedLearning.Forecasting;

/// <summary>How multipliers and slacks move in loss shaping; the defaults are the published ones.</summary>
public sealed record ShapingOptions
{
    /// <summary>
    /// Multipliers that start at 0 and see each violation as a share of its bound; for the rest as published. What shapes: see docs/methods/loss-shaping.md, and docs/results/forecasting.md for
    /// the measurements.
    /// </summary>
    public static ShapingOptions Relative { get; } = new() { InitialMultiplier = 0, Unit = Scale.Bound };

    /// <summary>The step size of the multipliers. The default is 0.01.</summary>
    public double DualRate { get; init; } = 0.01;

    /// <summary>How multipliers move; null (the default): they ascend at <see cref="DualRate"/>.</summary>
    public DualUpdate? Rule { get; init; }

    /// <summary>The unit in which violations reach the multipliers; null (the default): that of the errors.</summary>
    public Scale? Unit { get; init; }

    /// <summary>Where multipliers start. The default is 1 (T times the weight 1/T that a step has in the loss).</summary>
    public double InitialMultiplier { get; init; } = 1;

    /// <summary>The largest multiplier. The default is 10.</summary>
    public double MultiplierCap { get; init; } = 10;

    /// <summary>The cost (alpha/2) u^2 of letting a bound give way; null (the default): bounds do not give way. Published: 2.</summary>
    public double? Alpha { get; init; }

    /// <summary>The step size of the slacks. The default is 0.1.</summary>
    public double SlackRate { get; init; } = 0.1;
}
