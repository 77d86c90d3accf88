using ConstrainedLearning.Quantization;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>An adapted model that can be merged into low-precision weights: l(Q(W + Delta)) - l(W + Delta) &lt;= epsilon.</summary>
/// <remarks>
/// The loss on the grid is that of the merged weights as <see cref="AdaptedModel.MergeIn"/> would leave them, with the rounding's slope counted as 1. The loss beside it is a constant for the gradient: else the gap could be closed
/// by spoiling it. Both passes are in evaluation mode. The adapted model stays the caller's.
/// </remarks>
public sealed class MergeabilityConstraint
{
    private readonly AdaptedModel _adapted;
    private readonly IQuantizer _grid;

    /// <summary>Sets up the constraint.</summary>
    /// <param name="name">Its name, as every constraint's.</param>
    /// <param name="adapted">Borrowed; its adapters are on linear layers, convolutions and embeddings.</param>
    /// <param name="grid">What the merged weights will be put on.</param>
    /// <param name="epsilon">By how much the loss may rise by that.</param>
    public MergeabilityConstraint(string name, AdaptedModel adapted, IQuantizer grid, double epsilon) => (_adapted, _grid, Constraint) = (adapted, grid, Constraint.AtMost(name, epsilon));

    /// <summary>The constraint as the learner is given it.</summary>
    public Constraint Constraint { get; private set; }

    /// <summary>What it costs a step in forward-and-backward passes over the batch; one without gradient counts a third.</summary>
    public double ExtraPasses { get; } = 4 / 3.0;

    /// <summary>Changes the constraint's rule, start or relaxation; before the learner is made.</summary>
    public MergeabilityConstraint As(Func<Constraint, Constraint> change)
    {
        Constraint = AdapterConstraints.Changed(Constraint, change);
        return this;
    }

    /// <summary>l(Q(W + Delta)) - l(W + Delta), with gradient by the first; in the caller's dispose scope.</summary>
    internal Tensor Measure(Func<Tensor> forward, Func<Tensor, Tensor> loss)
    {
        using var mode = AdapterConstraints.Evaluating(_adapted);
        using var scope = NewDisposeScope();
        Tensor beside, merged;
        using (no_grad()) beside = loss(forward());
        using (_adapted.MergedOn(_grid)) merged = loss(forward());
        return (merged - beside).MoveToOuterDisposeScope();
    }
}

/// <summary>Adds mergeability to evaluations.</summary>
public static class MergeabilityEvaluation
{
    /// <summary>Adds by how much the loss would rise if the adapters were merged onto the grid.</summary>
    /// <param name="evaluation">Of the loss.</param>
    /// <param name="mergeability">The constraint.</param>
    /// <param name="forward">A pass of the model over a batch; called twice.</param>
    /// <param name="loss">The mean loss of an output on that batch.</param>
    /// <param name="counts">How many data points the batch has, where batches differ: see <see cref="Evaluation.With"/>.</param>
    public static Evaluation With(this Evaluation evaluation, MergeabilityConstraint mergeability, Func<Tensor> forward, Func<Tensor, Tensor> loss, Tensor? counts = null) =>
        evaluation.With(mergeability.Constraint, mergeability.Measure(forward, loss), counts: counts);
}
