using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>The slacks u of one relaxed constraint, one a row, and how they follow the multipliers.</summary>
internal sealed class SlackRows : IDisposable
{
    private readonly Relaxation _relaxation;
    private readonly bool _signed;
    private readonly Tensor _strength;

    internal SlackRows(Relaxation relaxation, Constraint constraint, Device device, ScalarType dtype)
    {
        if (relaxation.Weights.Count != 1 && relaxation.Weights.Count != constraint.Count)
            throw new ArgumentException($"constraint '{constraint.Name}': {relaxation.Weights.Count} relaxation weights for {constraint.Count} components; give one, or one a component");
        (_relaxation, _signed) = (relaxation, constraint.Sense == Sense.Equal);
        Values = zeros([constraint.Count], dtype: dtype, device: device).DetachFromDisposeScope();
        _strength = tensor([.. relaxation.Weights.Select(weight => weight * relaxation.Update.Rate)], dtype: dtype, device: device).DetachFromDisposeScope();
    }

    /// <summary>u, shape [count].</summary>
    internal Tensor Values { get; }

    /// <summary>Whether slacks follow the multipliers as they were before the step.</summary>
    internal bool NeedsMultipliersBefore => _relaxation.Update.Order == UpdateOrder.Jacobi;

    /// <summary>Moves the slacks of the given rows.</summary>
    /// <param name="rows">Which.</param>
    /// <param name="slack">Their slacks to work on; committed.</param>
    /// <param name="multiplier">Their multipliers after the step; lowered in place to what the cost's slope allows.</param>
    /// <param name="before">Their multipliers before the step.</param>
    internal void GiveWay(RowSelection rows, Tensor slack, Tensor multiplier, Tensor before)
    {
        var strength = _strength.size(0) == 1 ? _strength : rows.Read(_strength);
        Tensor? kept = null;
        if (!double.IsPositiveInfinity(_relaxation.LargestMarginalCost))
        {
            var most = strength * (_relaxation.LargestMarginalCost / _relaxation.Update.Rate);
            kept = minimum(multiplier, most);
            if (_signed) kept = maximum(kept, -most);
        }
        // What is above is handed over in either order: a slack that only saw the multiplier before would never see it.
        var seen = !NeedsMultipliersBefore ? multiplier : kept is null ? before : before + multiplier - kept;
        _relaxation.Advance(slack, seen, strength, _signed);
        rows.Commit(Values, slack);
        if (kept is not null) multiplier.copy_(kept);
    }

    public void Dispose()
    {
        Values.Dispose();
        _strength.Dispose();
    }
}
