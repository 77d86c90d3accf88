namespace ConstrainedLearning.Models.Language;

/// <summary>
/// Rotary frequencies f stretched for a longer context, as in Llama 3.1: those with fewer than <see cref="LowFrequencyFactor"/> turns in the original context become f / <see cref="Factor"/>, those with
/// more than <see cref="HighFrequencyFactor"/> turns stay, and between the two it is linear in the number of turns. Defaults are Llama 3.1's.
/// </summary>
public sealed record RotaryScaling
{
    /// <summary>What slow frequencies are divided by. Default 8.</summary>
    public double Factor { get; init => field = Positive(value, nameof(Factor)); } = 8;

    /// <summary>Turns in the original context below which a frequency is slow. Default 1.</summary>
    public double LowFrequencyFactor { get; init => field = Positive(value, nameof(LowFrequencyFactor)); } = 1;

    /// <summary>Turns in the original context above which a frequency is fast; more than <see cref="LowFrequencyFactor"/>. Default 4.</summary>
    public double HighFrequencyFactor { get; init => field = Positive(value, nameof(HighFrequencyFactor)); } = 4;

    /// <summary>Tokens of the context before it was stretched. Default 8192.</summary>
    public int OriginalContextLength { get; init => field = Check.Positive(value); } = 8192;

    /// <summary>Checks what no single option can.</summary>
    internal RotaryScaling Validated() => LowFrequencyFactor < HighFrequencyFactor
        ? this
        : throw new ArgumentException($"{nameof(LowFrequencyFactor)} is {LowFrequencyFactor} and {nameof(HighFrequencyFactor)} is {HighFrequencyFactor}, expected the second to be more.");

    private static double Positive(double value, string name) =>
        double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, expected more than 0.");
}
