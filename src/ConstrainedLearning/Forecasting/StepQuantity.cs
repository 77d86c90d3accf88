using static TorchSharp.torch;

namespace ConstrainedLearning.Forecasting;

/// <summary>What is bounded, given the error at each step.</summary>
internal abstract class StepQuantity
{
    private StepQuantity()
    {
    }

    /// <summary>The errors themselves: l_i.</summary>
    internal static StepQuantity Own { get; } = new OwnErrors();

    /// <summary>By how much each step is worse than the next: l_i - l_{i+1}.</summary>
    internal static StepQuantity Differences { get; } = new ErrorDifferences();

    /// <summary>What each step has above its share of the mean: l_i - s_i (1/T) sum_j l_j.</summary>
    internal static StepQuantity AboveShare(IReadOnlyList<double> shares) => new ErrorsAboveShare(shares);

    /// <summary>From per-step errors, [T].</summary>
    internal abstract Tensor Of(Tensor perStep);

    /// <summary>From measured per-step errors.</summary>
    internal abstract double[] Of(IReadOnlyList<double> perStep);

    private sealed class OwnErrors : StepQuantity
    {
        internal override Tensor Of(Tensor perStep) => perStep;

        internal override double[] Of(IReadOnlyList<double> perStep) => [.. perStep];
    }

    private sealed class ErrorDifferences : StepQuantity
    {
        internal override Tensor Of(Tensor perStep) => perStep.narrow(0, 0, perStep.size(0) - 1) - perStep.narrow(0, 1, perStep.size(0) - 1);

        internal override double[] Of(IReadOnlyList<double> perStep) => [.. perStep.Zip(perStep.Skip(1), (now, next) => now - next)];
    }

    private sealed class ErrorsAboveShare(IReadOnlyList<double> shares) : StepQuantity
    {
        private readonly StepVector _shares = new([.. shares]);

        internal override Tensor Of(Tensor perStep) => perStep - _shares.Like(perStep) * perStep.mean();

        internal override double[] Of(IReadOnlyList<double> perStep)
        {
            var mean = perStep.Average();
            return [.. perStep.Zip(_shares.Values, (error, share) => error - share * mean)];
        }
    }
}
