using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>What the user's closure measured on one batch: the loss and the value of each constraint.</summary>
/// <remarks>The tensors are made inside the step and disposed with it.</remarks>
public sealed class Evaluation
{
    private readonly List<Reading> _readings = [];
    private List<(string Name, Tensor Values)>? _observations;

    private Evaluation(Tensor loss, double count) => (Loss, Count) = (loss, count);

    /// <summary>The loss, a differentiable scalar.</summary>
    public Tensor Loss { get; }

    /// <summary>How many data points the loss is the mean of; what matters is the ratio between micro-batches. The default is 1.</summary>
    public double Count { get; }

    internal List<Reading> Readings => _readings;

    internal IReadOnlyList<(string Name, Tensor Values)> Observations => _observations ?? [];

    /// <summary>Starts from the loss, a differentiable scalar.</summary>
    /// <param name="loss">A mean over the batch.</param>
    /// <param name="count">How many data points it is the mean of. The default is 1: every batch weighs the same.</param>
    public static Evaluation Of(Tensor loss, double count = 1) => count > 0 && double.IsFinite(count)
        ? new(loss, count)
        : throw new ArgumentOutOfRangeException(nameof(count), count, "a loss is the mean of a positive number of data points");

    /// <summary>Adds the measured value of a constraint.</summary>
    /// <param name="constraint">One of the learner's constraints.</param>
    /// <param name="values">g in the constraint's shape (one number: a scalar), in the bound's units, differentiable.</param>
    /// <param name="strict">The value that the multipliers see where <paramref name="values"/> is a differentiable proxy for it; null (the default): the same.</param>
    /// <param name="counts">
    /// How many data points each component is the mean of, in the constraint's shape or a scalar; means over micro-batches, periods and epochs are exact with it, and a component with
    /// count 0 is not observed: its value (NaN, say) is not read and its multiplier rests. Autograd still passes through it: a mean that is a sum divided by its count is divided by counts.clamp_min(1),
    /// since 0 / 0 has the gradient NaN, with which a step on the CPU stops. Null (the default): every batch weighs the same.
    /// </param>
    public Evaluation With(Constraint constraint, Tensor values, Tensor? strict = null, Tensor? counts = null)
    {
        _readings.Add(new Reading(constraint.Name, values, strict, counts, null, null));
        return this;
    }

    /// <summary>Adds the measured values of a per-sample constraint.</summary>
    /// <param name="constraint">Made by <see cref="Constraint.PerSample"/>.</param>
    /// <param name="values">g of each sample of the batch, shape [batch], differentiable.</param>
    /// <param name="samples">Their indices in the data set, shape [batch], 64-bit integers, no index twice.</param>
    /// <param name="strict">See <see cref="With"/>.</param>
    public Evaluation WithSamples(Constraint constraint, Tensor values, Tensor samples, Tensor? strict = null)
    {
        _readings.Add(new Reading(constraint.Name, values, strict, null, samples, null));
        return this;
    }

    /// <summary>Adds the measured values of a constraint whose multipliers a network computes.</summary>
    /// <param name="constraint">Made by <see cref="Constraint.PricedBy"/>.</param>
    /// <param name="values">g of each sample of the batch, shape [batch], differentiable.</param>
    /// <param name="features">What the network computes their multipliers from, shape [batch, features].</param>
    /// <param name="strict">See <see cref="With"/>.</param>
    public Evaluation WithFeatures(Constraint constraint, Tensor values, Tensor features, Tensor? strict = null)
    {
        _readings.Add(new Reading(constraint.Name, values, strict, null, null, features));
        return this;
    }

    /// <summary>Says that a constraint was not observed in this batch: it exerts no force and its multipliers rest.</summary>
    public Evaluation Without(Constraint constraint)
    {
        _readings.Add(new Reading(constraint.Name, null, null, null, null, null));
        return this;
    }

    /// <summary>Adds a quantity that is not constrained, only averaged over the epoch by the trainer.</summary>
    /// <param name="name">Its name in the epoch's record.</param>
    /// <param name="values">Any shape, the same at every step.</param>
    public Evaluation Observing(string name, Tensor values)
    {
        (_observations ??= []).Add((name, values));
        return this;
    }
}

/// <summary>What an evaluation says of one constraint, as the user said it; no values: not observed.</summary>
internal readonly record struct Reading(string Name, Tensor? Values, Tensor? Strict, Tensor? Counts, Tensor? Samples, Tensor? Features);
