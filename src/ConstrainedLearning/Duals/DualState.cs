using ConstrainedLearning.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>All dual state of one constraint, on the model's device. Owned by <see cref="Multipliers"/>.</summary>
public abstract class DualState : IDisposable
{
    private readonly Lazy<double> _meanBound;

    private protected DualState(Constraint constraint, Device device, ScalarType dtype)
    {
        _meanBound = new Lazy<double>(() => constraint.Bounds.Average());
        (Constraint, Device, Dtype) = (constraint, device, dtype);
        Bound = Keep(tensor(constraint.BoundList.Distinct.ToArray(), dtype: dtype, device: device));
    }

    /// <summary>The constraint the state belongs to.</summary>
    public Constraint Constraint { get; }

    /// <summary>
    /// lambda, shape [count]: the price of each component in the user's units (per-sample: of each sample; of a network: the last batch's mean). Borrowed: copy it to keep it.
    /// </summary>
    public abstract Tensor Multiplier { get; }

    /// <summary>u, shape [count]: by how much each bound has given way; null when the constraint is not relaxed. Borrowed.</summary>
    public abstract Tensor? Slack { get; }

    /// <summary>eps, shape [count], or [1] when it is the same for all. Borrowed.</summary>
    public Tensor Bound { get; }

    /// <summary>The values measured last, shape [count]; NaN before the first. Per-sample: shape [1], the mean over the last batch, as if each had the mean bound. Borrowed.</summary>
    public abstract Tensor Value { get; }

    /// <summary>c, the penalty coefficients, shape [count] or [1]; null when the formulation has none. Borrowed.</summary>
    public virtual Tensor? Penalty => null;

    /// <summary>What moves the multipliers, as checkpoints call it.</summary>
    internal abstract string Rule { get; }

    /// <summary>The largest value a multiplier may take.</summary>
    internal virtual double Cap => double.PositiveInfinity;

    /// <summary>Whether the cap keeps a multiplier from growing.</summary>
    internal virtual bool IsCapped(IReadOnlyList<double> multipliers, int index) => false;

    /// <summary>The bound that goes with a column of the trace: of samples with bounds of their own the mean.</summary>
    internal double BoundOf(int column) => Constraint.BoundList.IsUniform ? Constraint.Bounds[0] : Constraint.IsPerSample ? _meanBound.Value : Constraint.Bounds[column];

    /// <summary>What a trace records of the constraint: multipliers, slacks, values, each of this many numbers.</summary>
    internal virtual int TraceWidth => Constraint.Count;

    private protected Device Device { get; }

    private protected ScalarType Dtype { get; }

    /// <summary>The force on the model along the violation, shape [rows] and detached; the sign of the sense and the mean over samples are the caller's.</summary>
    internal abstract Tensor Force(Measurement measurement);

    /// <summary>What the constraint adds to the primal function at the measured values; a scalar for reports, not differentiated.</summary>
    internal abstract Tensor PrimalTerm(Measurement measurement);

    /// <summary>e = v - u at the measured values (not the strict ones), shape [rows], detached.</summary>
    internal abstract Tensor ExcessOf(Measurement measurement);

    /// <summary>What takes a move by this measurement back, within the same step: everything is then as it is now.</summary>
    internal virtual Action Remember(Measurement measurement) => throw new NotSupportedException($"constraint '{Constraint.Name}': its multipliers cannot take a move back");

    /// <summary>Moves multipliers and slacks by what was measured.</summary>
    internal abstract void Advance(Measurement measurement, DualPhase phase);

    /// <summary>Moves penalty coefficients by what the last <see cref="Advance"/> was given, at the end of the step: within it, model and multipliers see the same coefficients.</summary>
    internal virtual void GrowPenalty()
    {
    }

    /// <summary>The rows of a trace: multiplier, slack, value, each [<see cref="TraceWidth"/>].</summary>
    internal abstract void Observe(List<Tensor> parts);

    /// <summary>Multipliers and excess e as a trace shows them, on the host; waits for the device.</summary>
    internal (double[] Multipliers, double[] Excess) Look()
    {
        using var scope = NewDisposeScope();
        List<Tensor> parts = [];
        Observe(parts);
        double[] multipliers = parts[0].ToDoubles(), slacks = parts[1].ToDoubles(), values = parts[2].ToDoubles();
        for (var i = 0; i < values.Length; i++)
        {
            var violation = Constraint.Sign * (values[i] - BoundOf(i)) - slacks[i];
            values[i] = Constraint.Sense == Sense.Equal ? Math.Abs(violation) : violation;
        }
        return (multipliers, values);
    }

    /// <summary>How a trace's column is called in reports.</summary>
    internal string ComponentName(int column) => Constraint.IsPerSample ? $"{Constraint.Name} (batch mean)" : Constraint.ComponentName(column);

    /// <summary>Every tensor that a checkpoint must keep, by name. Borrowed.</summary>
    internal abstract IEnumerable<(string Name, Tensor Value)> Saved();

    /// <summary>Called after saved tensors were put back.</summary>
    internal virtual void Loaded()
    {
    }

    /// <summary>v = sign (g - eps), a new tensor; <paramref name="bound"/> has the rows of the values.</summary>
    private protected Tensor Violation(Tensor values, Tensor bound) => Constraint.Sign < 0 ? bound - values : values - bound;

    /// <summary>Values as a vector in the multipliers' element type.</summary>
    private protected Tensor Flat(Tensor values)
    {
        if (values.Dimensions != 1) values = values.reshape(-1);
        return values.dtype == Dtype ? values : values.to(Dtype);
    }

    /// <summary>The same, detached.</summary>
    internal Tensor Detached(Tensor values)
    {
        using var _ = no_grad();
        var flat = Flat(values);
        return ReferenceEquals(flat, values) ? values.detach() : flat;
    }

    private protected static Tensor Keep(Tensor tensor) => tensor.DetachFromDisposeScope();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Bound.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Which move of the duals a step makes.</summary>
internal enum DualPhase
{
    /// <summary>The step's only, or last, move: the rule from where the step started.</summary>
    Final,

    /// <summary>A trial move (extragradient's first half): the step's starting point is remembered and comes back before the final move.</summary>
    Trial,

    /// <summary>Takes a trial move back and moves nothing: the step was skipped.</summary>
    Undo,

    /// <summary>Moves nothing, keeps the measured values for reports.</summary>
    Watch,

    /// <summary>The method of multipliers: lambda moves to the force, lambda &lt;- Pi(lambda + c v), whatever the rule.</summary>
    ToForce,
}
