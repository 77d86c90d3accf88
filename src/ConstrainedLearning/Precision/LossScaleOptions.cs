namespace ConstrainedLearning;

/// <summary>How a <see cref="LossScale"/> starts and grows.</summary>
internal sealed record LossScaleOptions
{
    internal LossScaleOptions(double initial, int growthInterval)
    {
        if (!LossScale.Allows(initial)) throw new ArgumentException($"the loss scale starts at a number from 2^-10 to 2^127, got {Text.Number(initial)}", nameof(initial));
        if (growthInterval < 1) throw new ArgumentException($"the loss scale grows after at least one good step, got an interval of {Text.Number(growthInterval)}", nameof(growthInterval));
        (Initial, GrowthInterval) = (initial, growthInterval);
    }

    /// <summary>The first scale.</summary>
    internal double Initial { get; }

    /// <summary>After how many steps in a row with finite gradients the scale is doubled.</summary>
    internal int GrowthInterval { get; }
}
