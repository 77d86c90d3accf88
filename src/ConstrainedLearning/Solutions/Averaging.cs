namespace ConstrainedLearning;

/// <summary>How the average of the iterates is taken.</summary>
public abstract record Averaging
{
    private protected Averaging()
    {
    }

    /// <summary>Exponential: a_k = decay a_{k-1} + (1 - decay) theta_k, from the first step on, divided by 1 - decay^k so that the start does not count.</summary>
    /// <param name="decay">In (0, 1). The default is 0.999.</param>
    public static Averaging Exponential(double decay = 0.999) => new ExponentialAveraging(decay);

    /// <summary>The plain mean of all iterates after the first <paramref name="after"/> steps. For convex problems it converges where the iterates themselves circle.</summary>
    public static Averaging Uniform(long after = 0) => new UniformAveraging(after);

    /// <summary>The weight of the new iterate in the running mean; 0: it does not count.</summary>
    /// <param name="step">From 1, the first since averaging began.</param>
    internal abstract double Weight(long step);
}

/// <summary>See <see cref="Averaging.Exponential"/>. The bias correction makes the weight (1 - decay) / (1 - decay^k).</summary>
internal sealed record ExponentialAveraging : Averaging
{
    private readonly double _decay;

    internal ExponentialAveraging(double decay) => _decay = decay > 0 && decay < 1 ? decay : throw new ArgumentOutOfRangeException(nameof(decay), decay, "a decay lies between 0 and 1");

    internal override double Weight(long step) => (1 - _decay) / (1 - Math.Pow(_decay, step));
}

/// <summary>See <see cref="Averaging.Uniform"/>.</summary>
internal sealed record UniformAveraging : Averaging
{
    private readonly long _after;

    internal UniformAveraging(long after) => _after = after >= 0 ? after : throw new ArgumentOutOfRangeException(nameof(after), after, "averaging starts after 0 or more steps");

    internal override double Weight(long step) => step <= _after ? 0 : 1.0 / (step - _after);
}
