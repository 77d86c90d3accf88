using ConstrainedLearning.Models.Forecasting.Layers;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>What can be chosen for <see cref="Autoformer"/>. Defaults are those of the loss-shaping experiments.</summary>
public sealed record AutoformerOptions
{
    /// <summary>The sizes of encoder and decoder. Heads are not looked at: a correlation is the mean over all of the width, whatever heads it is split into.</summary>
    public TransformerOptions Sizes { get; init; } = new();

    /// <summary>c: of N lags, c ln N are used, rounded down and at least one. Default 3.</summary>
    public int Factor { get; init => field = Check.Positive(value); } = 3;

    /// <summary>Rows of the moving average that makes the trend; odd. Default 25.</summary>
    public int MovingAverage { get; init => field = Averaging.Checked(value); } = Averaging.DefaultWidth;
}
