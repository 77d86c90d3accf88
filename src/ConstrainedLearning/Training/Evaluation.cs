using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>What the user's closure measured on one batch: the loss and the value of each constraint.</summary>
/// <remarks>The tensors are made inside the step and disposed with it.</remarks>
public sealed class Evaluation
{
    private readonly List<Measurement> _measurements = [];
    private List<Measurement>? _observations;

    private Evaluation(Tensor loss) => Loss = loss;

    /// <summary>The loss, a differentiable scalar.</summary>
    public Tensor Loss { get; }

    internal List<Measurement> Measurements => _measurements;

    internal IReadOnlyList<Measurement> Observations => _observations ?? [];

    /// <summary>Starts from the loss, a differentiable scalar.</summary>
    public static Evaluation Of(Tensor loss) => new(loss);

    /// <summary>Adds the measured value of a constraint.</summary>
    /// <param name="constraint">One of the learner's constraints.</param>
    /// <param name="values">g, shape [count] (a scalar when the constraint has one component), in the bound's units, differentiable.</param>
    public Evaluation With(Constraint constraint, Tensor values)
    {
        _measurements.Add(new Measurement(constraint.Name, values));
        return this;
    }

    /// <summary>Adds a quantity that is not constrained, only averaged over the epoch by the trainer.</summary>
    /// <param name="name">Its name in the epoch's record.</param>
    /// <param name="values">Any shape, the same at every step.</param>
    public Evaluation Observing(string name, Tensor values)
    {
        (_observations ??= []).Add(new Measurement(name, values));
        return this;
    }
}

/// <summary>The value of one constraint, by name.</summary>
internal readonly record struct Measurement(string Name, Tensor Values);
