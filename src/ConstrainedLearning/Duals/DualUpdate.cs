using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>How multipliers move, given how far the measured values are above their bounds.</summary>
public abstract record DualUpdate
{
    private protected DualUpdate()
    {
    }

    /// <summary>Projected gradient ascent: lambda &lt;- min(cap, max(0, lambda + rate * (g - eps - u))).</summary>
    /// <param name="rate">The step size eta of the multipliers, &gt; 0.</param>
    /// <param name="cap">
    /// The largest multiplier. The default is no cap. A cap c is the exact penalty c * max(0, g - eps): beyond the price c the bound gives way.
    /// </param>
    public static DualUpdate Ascent(double rate, double cap = double.PositiveInfinity) => new AscentUpdate(rate, cap);

    /// <summary>The largest multiplier this update allows.</summary>
    internal abstract double Cap { get; }

    /// <summary>Moves the multipliers one step.</summary>
    /// <param name="multiplier">lambda, shape [count]; changed in place.</param>
    /// <param name="excess">g - eps - u, shape [count]; borrowed.</param>
    internal abstract void Advance(Tensor multiplier, Tensor excess);
}

/// <summary>See <see cref="DualUpdate.Ascent"/>.</summary>
internal sealed record AscentUpdate : DualUpdate
{
    internal AscentUpdate(double rate, double cap)
    {
        if (!(double.IsFinite(rate) && rate > 0)) throw new ArgumentException($"the multipliers' step size must be a finite number > 0, got {Text.Number(rate)}", nameof(rate));
        if (!(cap > 0)) throw new ArgumentException($"the multipliers' cap must be > 0, got {Text.Number(cap)}", nameof(cap));
        (Rate, Cap) = (rate, cap);
    }

    public double Rate { get; }

    internal override double Cap { get; }

    internal override void Advance(Tensor multiplier, Tensor excess)
    {
        multiplier.add_(excess, Rate);
        if (double.IsPositiveInfinity(Cap)) multiplier.clamp_min_(0);
        else multiplier.clamp_(0, Cap);
    }
}
