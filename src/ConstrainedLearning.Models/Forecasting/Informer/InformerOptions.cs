namespace ConstrainedLearning.Models.Forecasting;

/// <summary>What can be chosen for <see cref="Informer"/>. Defaults are those of the loss-shaping experiments.</summary>
public sealed record InformerOptions
{
    /// <summary>The sizes of encoder and decoder.</summary>
    public TransformerOptions Sizes { get; init; } = new();

    /// <summary>c: of N rows, c ln N attend, chosen by what they make of c ln N sampled keys. Default 3.</summary>
    public int Factor { get; init => field = Check.Positive(value); } = 3;
}
