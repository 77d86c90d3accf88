using TorchSharp;

namespace ConstrainedLearning;

/// <summary>What one step gives back. Its numbers stay on the device until they are read, and can be read until the next step.</summary>
public readonly struct StepReport
{
    private readonly PrimalDual _learner;

    internal StepReport(PrimalDual learner, bool moved) => (_learner, Step, WasSkipped) = (learner, learner.StepCount, !moved);

    /// <summary>The number of the step, counted from 1.</summary>
    public long Step { get; }

    /// <summary>Whether the step moved nothing, because gradients overflowed in Float16; it is not counted. The next one is tried with a smaller loss scale.</summary>
    public bool WasSkipped { get; }

    /// <summary>The loss; waits for the device.</summary>
    public double Loss => Current.Loss.ToDouble();

    /// <summary>The measured values of a constraint, in its bound's units, row by row (per-sample: their mean over the batch); waits for the device.</summary>
    public double[] Values(Constraint constraint) => Current.Multipliers[constraint].Value.ToDoubles();

    /// <summary>The multipliers of a constraint after the step; waits for the device.</summary>
    public double[] Multipliers(Constraint constraint) => Current.Multipliers[constraint].Multiplier.ToDoubles();

    /// <summary>The slacks of a constraint after the step, zeros when it is not relaxed; waits for the device.</summary>
    public double[] Slacks(Constraint constraint) => Current.Multipliers[constraint].Slack?.ToDoubles() ?? new double[Current.Multipliers[constraint].Multiplier.size(0)];

    private PrimalDual Current => _learner.StepCount == Step
        ? _learner
        : throw new InvalidOperationException($"this is the report of step {Step}, and the learner is at step {_learner.StepCount}: read a report before the next step");
}

/// <summary>Reading tensors into host numbers.</summary>
internal static class TensorReading
{
    /// <summary>The elements in row-major order as doubles; waits for the device.</summary>
    internal static double[] ToDoubles(this torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.detach().to(torch.ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }
}
