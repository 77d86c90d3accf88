using ConstrainedLearning.Constraints;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>The unit s in which violations reach the multipliers: the rules see v / s, and prices are reported in the user's units all the same.</summary>
/// <remarks>With a scale, a constraint multiplied by K (value, bound and scale) gives the same run of the model and prices divided by K. Caps and ranges stay in the user's units.</remarks>
public abstract record Scale
{
    private protected Scale()
    {
    }

    /// <summary>A fixed unit.</summary>
    /// <param name="unit">s &gt; 0, in the user's units.</param>
    public static Scale Fixed(double unit) => unit > 0 && double.IsFinite(unit)
        ? new FixedScale(unit)
        : throw new ArgumentOutOfRangeException(nameof(unit), unit, "a scale is a finite number > 0");

    /// <summary>Each component's own bound: s_i = |eps_i|, so that violations are relative. No bound may be 0.</summary>
    public static Scale Bound { get; } = new BoundScale();

    /// <summary>The root mean square of all violations so far, each component its own (one for all samples of a per-sample constraint): s_t = sqrt(mean over steps of v^2), the present step's included.</summary>
    public static Scale Running { get; } = new RunningScale();

    /// <summary>The units to start with, shape [count], or [1] when it is the same for all.</summary>
    internal abstract double[] Start(Constraint constraint);

    /// <summary>Whether the unit changes with what is measured.</summary>
    internal virtual bool IsRunning => false;
}

/// <summary>See <see cref="Scale.Fixed"/>.</summary>
internal sealed record FixedScale(double Unit) : Scale
{
    internal override double[] Start(Constraint constraint) => [Unit];
}

/// <summary>See <see cref="Scale.Bound"/>.</summary>
internal sealed record BoundScale : Scale
{
    internal override double[] Start(Constraint constraint)
    {
        var units = constraint.BoundList.Distinct.ToArray();
        for (var i = 0; i < units.Length; i++)
            units[i] = units[i] != 0 ? Math.Abs(units[i]) : throw new ArgumentException($"constraint '{constraint.Name}': bound {i} is 0 and cannot be its own unit; use Scale.Fixed or Scale.Running");
        return units;
    }
}

/// <summary>See <see cref="Scale.Running"/>. The unit is sqrt(squares / weight), kept by the dual state.</summary>
internal sealed record RunningScale : Scale
{
    internal override double[] Start(Constraint constraint) => [1];

    internal override bool IsRunning => true;
}
