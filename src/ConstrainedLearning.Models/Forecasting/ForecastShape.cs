namespace ConstrainedLearning.Models.Forecasting;

/// <summary>The sizes that the data decides.</summary>
/// <param name="Lookback">Rows that the model sees, L.</param>
/// <param name="Horizon">Rows that it predicts, T.</param>
/// <param name="Channels">Variables, C.</param>
/// <param name="TimeFeatures">Calendar features a row, F.</param>
public sealed record ForecastShape(int Lookback, int Horizon, int Channels, int TimeFeatures)
{
    /// <summary>Rows that the model sees.</summary>
    public int Lookback { get; init; } = Check.AtLeast(1, Lookback);

    /// <summary>Rows that it predicts.</summary>
    public int Horizon { get; init; } = Check.AtLeast(1, Horizon);

    /// <summary>Variables.</summary>
    public int Channels { get; init; } = Check.AtLeast(1, Channels);

    /// <summary>Calendar features a row.</summary>
    public int TimeFeatures { get; init; } = Check.AtLeast(0, TimeFeatures);
}
