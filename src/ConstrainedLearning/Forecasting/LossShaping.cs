using static TorchSharp.torch;

namespace ConstrainedLearning.Forecasting;

/// <summary>Shapes the error of a forecaster along its horizon: one requirement per step, so one multiplier, a price, per step.</summary>
/// <remarks>
/// l_i = mean over batch and channels of the squared error at step i; loss = (1/T) sum_i l_i. Per-step: l_i &lt;= eps_i. Shares: l_i &lt;= s_i (1/T) sum_j l_j, bounds on the shape alone.
/// Monotonic: l_i - l_{i+1} &lt;= 0, whose weights in the Lagrangian are 1/T + lambda_i - lambda_{i-1} (they sum to 1 for any lambda).
/// Reference: Hounie, Porras-Valenzuela, Ribeiro, "Loss Shaping Constraints for Long-Term Time Series Forecasting", ICML 2024; shares are ours.
/// </remarks>
public sealed class LossShaping
{
    /// <summary>The name of the constraint, and of its prices in every file.</summary>
    public const string ConstraintName = "step loss";

    /// <summary>The name under which the per-step errors of each epoch are recorded.</summary>
    public const string PerStepName = "per-step mse";

    private readonly StepQuantity _quantity;

    private LossShaping(int horizon, Constraint? constraint, StepQuantity? quantity = null, StepLoss? loss = null) =>
        (Horizon, Constraint, _quantity, Loss) = (horizon, constraint, quantity ?? StepQuantity.Own, loss ?? StepLoss.Mean);

    /// <summary>The number of forecast steps T.</summary>
    public int Horizon { get; }

    /// <summary>What is minimised. The mean over the steps, but for <see cref="None"/> with another.</summary>
    public StepLoss Loss { get; }

    /// <summary>The requirement; null for plain training. It has T components, or T - 1 for the monotonic shape.</summary>
    public Constraint? Constraint { get; }

    /// <summary>The learner's constraints.</summary>
    public IReadOnlyList<Constraint> Constraints => Constraint is null ? [] : [Constraint];

    /// <summary>No requirement: plain training.</summary>
    /// <param name="horizon">T.</param>
    /// <param name="loss">What is minimised. The default is the mean over the steps.</param>
    public static LossShaping None(int horizon, StepLoss? loss = null) => new(horizon, null, loss: loss);

    /// <summary>The error at step i at most <paramref name="levels"/>[i]; see <see cref="StepLevels"/>.</summary>
    public static LossShaping PerStep(IReadOnlyList<double> levels, ShapingOptions? options = null) =>
        new(levels.Count, Build(Constraint.AtMost(ConstraintName, levels), options));

    /// <summary>
    /// The error at step i at most a share of the mean over the steps: l_i &lt;= s_i (1/T) sum_j l_j. Bounds on the shape of the error, whatever its size: unlike absolute levels they mean the same on
    /// data that are harder to forecast than the training data. Shares whose mean is at least 1 can be met.
    /// </summary>
    /// <param name="shares">s_i &gt; 0; 1 at every step asks for an even error. See <see cref="StepLevels.Filled"/>.</param>
    /// <param name="options">How multipliers and slacks move; start the multipliers at 0, since they take weight from the other steps.</param>
    public static LossShaping Shares(IReadOnlyList<double> shares, ShapingOptions? options = null)
    {
        if (shares.Any(share => !(share > 0) || !double.IsFinite(share))) throw new ArgumentException("shares of the mean error are finite numbers > 0, one a step", nameof(shares));
        // The weight of step i in the Lagrangian is (1 - sum_j s_j lambda_j) / T + lambda_i. With multipliers that sum to at most 1 it is at least (1 - max s) / T: an easy step's error may be raised, gently.
        var constraint = Build(Constraint.AtMost(ConstraintName, 0, shares.Count), options);
        return new(shares.Count, constraint with { DualUpdate = constraint.DualUpdate!.SumCapped(1) }, StepQuantity.AboveShare(shares));
    }

    /// <summary>An error that does not fall along the horizon: l_i &lt;= l_{i+1}, T - 1 requirements.</summary>
    public static LossShaping Monotonic(int horizon, ShapingOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 2);
        return new(horizon, Build(Constraint.AtMost(ConstraintName, 0, horizon - 1), options), StepQuantity.Differences);
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
        var evaluation = Evaluation.Of(Loss.Of(perStep)).Observing(PerStepName, perStep);
        return Constraint is null ? evaluation : evaluation.With(Constraint, Quantity(perStep));
    }

    /// <summary>The constrained quantity of per-step errors: themselves, their differences l_i - l_{i+1}, or what they have above their share of the mean.</summary>
    public Tensor Quantity(Tensor perStep) => _quantity.Of(perStep);

    /// <summary>The same of measured per-step errors.</summary>
    public double[] Measured(IReadOnlyList<double> perStep) => _quantity.Of(perStep);

    private static Constraint Build(Constraint constraint, ShapingOptions? options)
    {
        options ??= new ShapingOptions();
        return constraint.StartingAt(options.InitialMultiplier) with
        {
            DualUpdate = (options.Rule ?? DualUpdate.Ascent(options.DualRate)).Capped(options.MultiplierCap),
            Relaxation = options.Alpha is { } alpha ? Relaxation.Quadratic(alpha, SlackUpdate.Explicit(options.SlackRate)) : null,
            Scale = options.Unit,
        };
    }
}
