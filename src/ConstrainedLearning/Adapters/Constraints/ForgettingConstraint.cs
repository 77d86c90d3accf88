using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>What adapters may do to what the model could already do.</summary>
public enum ForgettingMeasure
{
    /// <summary>l(theta) - l(0) on the same batch: by how much the loss on old data has risen over that of the model without adapters.</summary>
    LossIncrease,

    /// <summary>KL(p_0 || p_theta) = sum p_0 (log p_0 - log p_theta), p = softmax of the scores over the last dimension, mean over the others: no labels are needed.</summary>
    Divergence,

    /// <summary>l(theta): the loss itself, at most a level that the caller knows. Without a pass of the model alone.</summary>
    Loss,
}

/// <summary>An adapted model that still does what the model did: D(theta) &lt;= epsilon on old data, D the rise of the loss or the divergence of the outputs.</summary>
/// <remarks>
/// The reference is the same model with its adapters switched off, on the same batch and without gradient: there is no second model, and before the first step the requirement holds with slack epsilon exactly. Both passes are
/// in evaluation mode, so that dropout neither widens the difference nor draws other numbers on one side. A bound on the training batches is no promise for others: certify it on held-out data.
/// The adapted model stays the caller's.
/// </remarks>
public sealed class ForgettingConstraint
{
    private readonly AdaptedModel _adapted;
    private readonly ForgettingMeasure _measure;

    /// <summary>Sets up the constraint.</summary>
    /// <param name="name">Its name, as every constraint's.</param>
    /// <param name="adapted">Borrowed.</param>
    /// <param name="epsilon">The bound: in the loss's units, or nats of divergence; >= 0 for the latter.</param>
    /// <param name="measure">What is bounded. The default is the rise of the loss.</param>
    public ForgettingConstraint(string name, AdaptedModel adapted, double epsilon, ForgettingMeasure measure = ForgettingMeasure.LossIncrease)
    {
        if (measure == ForgettingMeasure.Divergence && epsilon < 0) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, $"forgetting '{name}': a divergence is never below 0");
        (_adapted, _measure, Constraint) = (adapted, measure, Constraint.AtMost(name, epsilon));
    }

    /// <summary>The constraint as the learner is given it.</summary>
    public Constraint Constraint { get; private set; }

    /// <summary>What it costs a step in forward-and-backward passes over the old batch; one without gradient counts a third.</summary>
    public double ExtraPasses => _measure == ForgettingMeasure.Loss ? 1 : 4 / 3.0;

    /// <summary>Changes the constraint's rule, start or relaxation; before the learner is made.</summary>
    public ForgettingConstraint As(Func<Constraint, Constraint> change)
    {
        Constraint = AdapterConstraints.Changed(Constraint, change);
        return this;
    }

    /// <summary>Runs the model with and without its adapters and adds the reading.</summary>
    internal Evaluation AddTo(Evaluation evaluation, Func<Tensor> forward, Func<Tensor, Tensor>? loss, Tensor? counts)
    {
        if (_measure != ForgettingMeasure.Divergence && loss is null) throw new ArgumentException($"forgetting '{Constraint.Name}' is of the loss: say how it is taken of an output", nameof(loss));
        using var mode = AdapterConstraints.Evaluating(_adapted);
        var output = forward();
        if (_measure == ForgettingMeasure.Loss) return evaluation.With(Constraint, loss!(output), counts: counts);
        var before = Reference(forward);
        return evaluation.With(Constraint, _measure == ForgettingMeasure.Divergence ? Divergence(before, output) : loss!(output) - Constant(() => loss!(before)), counts: counts);
    }

    private Tensor Reference(Func<Tensor> forward)
    {
        using var off = _adapted.Disabled();
        return Constant(forward);
    }

    private static Tensor Constant(Func<Tensor> compute)
    {
        using var _ = no_grad();
        return compute();
    }

    private static Tensor Divergence(Tensor before, Tensor output)
    {
        using var scope = NewDisposeScope();
        var known = before.log_softmax(-1);
        return (known.exp() * (known - output.log_softmax(-1))).sum([-1]).mean().MoveToOuterDisposeScope();
    }
}

/// <summary>Adds forgetting to evaluations.</summary>
public static class ForgettingEvaluation
{
    /// <summary>Adds what the adapters have done to the model on an old batch.</summary>
    /// <param name="evaluation">Of the loss on new data.</param>
    /// <param name="forgetting">The constraint.</param>
    /// <param name="forward">A pass of the model over the old batch; called twice.</param>
    /// <param name="loss">The mean loss of an output on that batch; for the divergence none is needed.</param>
    /// <param name="counts">How many data points the batch has, where batches differ: see <see cref="Evaluation.With"/>.</param>
    public static Evaluation With(this Evaluation evaluation, ForgettingConstraint forgetting, Func<Tensor> forward, Func<Tensor, Tensor>? loss = null, Tensor? counts = null) => forgetting.AddTo(evaluation, forward, loss, counts);
}
