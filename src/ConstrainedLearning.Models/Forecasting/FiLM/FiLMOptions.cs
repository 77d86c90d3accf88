namespace ConstrainedLearning.Models.Forecasting;

/// <summary>What can be chosen for <see cref="FiLM"/>. Defaults are the published ones.</summary>
public sealed record FiLMOptions
{
    /// <summary>Legendre polynomials in the memory. Default 256.</summary>
    public int Order { get; init => field = Check.Positive(value); } = 256;

    /// <summary>Lowest frequencies of the memory that are kept, at most half the rows of the shorter of lookback and horizon. Default 32.</summary>
    public int Modes { get; init => field = Check.Positive(value); } = 32;

    /// <summary>Experts, which see the last one, two, four, ... horizons of the window. Default 3.</summary>
    public int Scales { get; init => field = Check.Positive(value); } = 3;

    /// <summary>Checks what no single option can.</summary>
    internal FiLMOptions Validated() => Scales <= 16
        ? this
        : throw new ArgumentException($"{nameof(Scales)} is {Scales}, expected at most 16: the last expert would see 2^{Scales - 1} horizons.");
}
