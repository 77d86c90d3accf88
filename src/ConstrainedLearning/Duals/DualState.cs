using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>All dual state of one constraint, on the model's device. Owned by <see cref="Multipliers"/>.</summary>
public sealed class DualState : IDisposable
{
    private readonly DualUpdate _update;

    internal DualState(Constraint constraint, DualUpdate update, Device device, ScalarType dtype)
    {
        if (constraint.InitialMultiplier > update.Cap)
            throw new ArgumentException($"constraint '{constraint.Name}': multipliers start at {Text.Number(constraint.InitialMultiplier)}, above their cap {Text.Number(update.Cap)}");
        (Constraint, _update) = (constraint, update);
        using var _ = no_grad();
        Bound = Vector(constraint.Bounds, device, dtype);
        Multiplier = full([constraint.Count], constraint.InitialMultiplier, dtype: dtype, device: device).DetachFromDisposeScope();
        Value = full([constraint.Count], double.NaN, dtype: dtype, device: device).DetachFromDisposeScope();
        if (constraint.Relaxation is not null) Slack = zeros([constraint.Count], dtype: dtype, device: device).DetachFromDisposeScope();
    }

    /// <summary>The constraint the state belongs to.</summary>
    public Constraint Constraint { get; }

    /// <summary>lambda, shape [count]: the price of each component. Borrowed: copy it to keep it.</summary>
    public Tensor Multiplier { get; }

    /// <summary>u &gt;= 0, shape [count]: by how much each bound has given way; null when the constraint is not relaxed. Borrowed.</summary>
    public Tensor? Slack { get; }

    /// <summary>eps, shape [count]. Borrowed.</summary>
    public Tensor Bound { get; }

    /// <summary>The values measured in the last step, shape [count]; NaN before the first. Borrowed.</summary>
    public Tensor Value { get; }

    /// <summary>The largest value a multiplier may take.</summary>
    internal double Cap => _update.Cap;

    /// <summary>
    /// One step of the duals on measured values g (shape [count], detached), in the order of the method: lambda from the old u, then u from the new lambda.
    /// </summary>
    internal void Advance(Tensor values)
    {
        using var excess = values - Bound;
        if (Slack is not null) excess.sub_(Slack);
        _update.Advance(Multiplier, excess);
        if (Slack is not null) Constraint.Relaxation!.Advance(Slack, Multiplier);
        Value.copy_(values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Multiplier.Dispose();
        Slack?.Dispose();
        Bound.Dispose();
        Value.Dispose();
    }

    private static Tensor Vector(IReadOnlyList<double> values, Device device, ScalarType dtype) =>
        tensor(values.ToArray(), dtype: dtype, device: device).DetachFromDisposeScope();
}
