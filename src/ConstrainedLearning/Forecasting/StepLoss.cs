using static TorchSharp.torch;

namespace ConstrainedLearning.Forecasting;

/// <summary>What is minimised, given the error at each step of the horizon.</summary>
/// <remarks>The mean is what shaping constrains; the others state a preference among steps in the loss itself, without bounds, and so without prices. They are what shaping has to be compared with.</remarks>
public abstract class StepLoss
{
    private StepLoss()
    {
    }

    /// <summary>(1/T) sum_i l_i.</summary>
    public static StepLoss Mean { get; } = new MeanLoss();

    /// <summary>sum_i w_i l_i / sum_i w_i.</summary>
    /// <param name="weights">w_i &gt;= 0, one a step, not all 0.</param>
    public static StepLoss Weighted(IReadOnlyList<double> weights) =>
        weights.All(weight => weight >= 0 && double.IsFinite(weight)) && weights.Any(weight => weight > 0)
            ? new WeightedLoss(weights)
            : throw new ArgumentException("weights of steps are finite numbers >= 0, not all 0", nameof(weights));

    /// <summary>
    /// The mean of the worst steps of a batch: the conditional value at risk over the horizon. One step is minimax, all of them the mean.
    /// </summary>
    /// <remarks>Reference: Rockafellar and Uryasev, "Optimization of conditional value-at-risk", J. Risk 2000.</remarks>
    /// <param name="share">Which share of the steps, in (0, 1]; rounded to whole steps, at least one.</param>
    public static StepLoss Worst(double share) => share is > 0 and <= 1
        ? new WorstLoss(share)
        : throw new ArgumentOutOfRangeException(nameof(share), share, "the share of the worst steps lies in (0, 1]");

    /// <summary>(1/T) sum_i l_i / l_i, the denominators held fixed: every step has the same relative gradient, that of (1/T) sum_i log l_i.</summary>
    public static StepLoss Normalised { get; } = new NormalisedLoss();

    /// <summary>The loss of per-step errors.</summary>
    /// <param name="perStep">Shape [T], differentiable.</param>
    internal abstract Tensor Of(Tensor perStep);

    private sealed class MeanLoss : StepLoss
    {
        internal override Tensor Of(Tensor perStep) => perStep.mean();
    }

    private sealed class WeightedLoss(IReadOnlyList<double> weights) : StepLoss
    {
        private readonly StepVector _weights = new(Normalise(weights, weights.Sum()));

        internal override Tensor Of(Tensor perStep) => perStep.dot(_weights.Like(perStep));

        private static double[] Normalise(IReadOnlyList<double> weights, double sum) => [.. weights.Select(weight => weight / sum)];
    }

    private sealed class WorstLoss(double share) : StepLoss
    {
        internal override Tensor Of(Tensor perStep)
        {
            var count = Math.Max(1, (int)Math.Round(share * perStep.numel()));
            return perStep.topk(count).values.mean();
        }
    }

    private sealed class NormalisedLoss : StepLoss
    {
        internal override Tensor Of(Tensor perStep) => (perStep / perStep.detach()).mean();
    }
}
