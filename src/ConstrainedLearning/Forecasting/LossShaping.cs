using static TorchSharp.torch;

namespace ConstrainedLearning.Forecasting;

/// <summary>Shapes the error of a forecaster along its horizon: one requirement per step, so one multiplier, a price, per step.</summary>
/// <remarks>
/// l_i = mean over batch and channels of the squared error at step i; loss = (1/T) sum_i l_i. Per-step: l_i &lt;= eps_i. Monotonic: l_i - l_{i+1} &lt;= 0,
/// whose weights in the Lagrangian are 1/T + lambda_i - lambda_{i-1} (they sum to 1 for any lambda).
/// Reference: Hounie, Porras-Valenzuela, Ribeiro, "Loss Shaping Constraints for Long-Term Time Series Forecasting", ICML 2024.
/// </remarks>
public sealed class LossShaping
{
    /// <summary>The name of the constraint, and of its prices in every file.</summary>
    public const string ConstraintName = "step loss";

    /// <summary>The name under which the per-step errors of each epoch are recorded.</summary>
    public const string PerStepName = "per-step mse";

    private readonly bool _differences;

    private LossShaping(int horizon, Constraint? constraint, bool differences = false) =>
        (Horizon, Constraint, _differences) = (horizon, constraint, differences);

    /// <summary>The number of forecast steps T.</summary>
    public int Horizon { get; }

    /// <summary>The requirement; null for plain training. It has T components, or T - 1 for the monotonic shape.</summary>
    public Constraint? Constraint { get; }

    /// <summary>The learner's constraints.</summary>
    public IReadOnlyList<Constraint> Constraints => Constraint is null ? [] : [Constraint];

    /// <summary>Whether the bounds hold for differences of neighbouring steps, not for the steps' own errors.</summary>
    public bool IsMonotonic => _differences;

    /// <summary>No requirement: plain training on the mean error.</summary>
    public static LossShaping None(int horizon) => new(horizon, null);

    /// <summary>The error at step i at most <paramref name="levels"/>[i]; see <see cref="StepLevels"/>.</summary>
    public static LossShaping PerStep(IReadOnlyList<double> levels, ShapingOptions? options = null) =>
        new(levels.Count, Build(Constraint.AtMost(ConstraintName, levels), options));

    /// <summary>An error that does not fall along the horizon: l_i &lt;= l_{i+1}, T - 1 requirements.</summary>
    public static LossShaping Monotonic(int horizon, ShapingOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 2);
        return new(horizon, Build(Constraint.AtMost(ConstraintName, 0, horizon - 1), options), differences: true);
    }

    /// <summary>The mean squared error at each step: [batch, T, channels] twice to [T].</summary>
    public static Tensor PerStepError(Tensor prediction, Tensor target) => (prediction - target).square().mean([0, 2]);

    /// <summary>Loss, requirement and per-step errors of one batch.</summary>
    /// <param name="prediction">Shape [batch, T, channels], differentiable.</param>
    /// <param name="target">The same shape.</param>
    public Evaluation Evaluate(Tensor prediction, Tensor target)
    {
        if (prediction.Dimensions != 3 || prediction.size(1) != Horizon || !prediction.shape.SequenceEqual(target.shape))
            throw new ArgumentException($"the prediction has shape {Text.Shape(prediction.shape)} and the target {Text.Shape(target.shape)}; expected both [batch, {Horizon}, channels]", nameof(prediction));
        var perStep = PerStepError(prediction, target);
        var evaluation = Evaluation.Of(perStep.mean()).Observing(PerStepName, perStep);
        return Constraint is null ? evaluation : evaluation.With(Constraint, Quantity(perStep));
    }

    /// <summary>The constrained quantity of per-step errors: themselves, or their differences l_i - l_{i+1}.</summary>
    public Tensor Quantity(Tensor perStep) => _differences ? perStep.narrow(0, 0, Horizon - 1) - perStep.narrow(0, 1, Horizon - 1) : perStep;

    private static Constraint Build(Constraint constraint, ShapingOptions? options)
    {
        options ??= new ShapingOptions();
        return constraint.StartingAt(options.InitialMultiplier) with
        {
            DualUpdate = DualUpdate.Ascent(options.DualRate, options.MultiplierCap),
            Relaxation = options.Alpha is { } alpha ? Relaxation.Quadratic(alpha, SlackUpdate.Explicit(options.SlackRate)) : null,
        };
    }
}
