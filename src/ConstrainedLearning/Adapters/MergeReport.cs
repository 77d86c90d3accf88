using System.Globalization;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>What a merge has done.</summary>
/// <param name="Weights">Each weight that was changed.</param>
/// <param name="Gap">How far the output has moved; null where no probe was given.</param>
public sealed record MergeReport(IReadOnlyList<WeightChange> Weights, MergeGap? Gap)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Weights.Count} weights changed by up to {Weights.Select(change => change.Relative).DefaultIfEmpty().Max():P2} of their norm{(Gap is { } gap ? $"; output moved by at most {gap.Largest:G3} (root mean square {gap.RootMeanSquare:G3}, of {gap.OutputRootMeanSquare:G3})" : "")}");
}

/// <summary>How one weight was changed.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Relative">||W' - W|| / ||W||, before any rounding.</param>
/// <param name="Rounding">||Q(W') - W'|| / ||W||: what a grid has cost; 0 without one.</param>
public sealed record WeightChange(IReadOnlyList<long> Shape, double Relative, double Rounding);

/// <summary>How far an output moved by merging: 0 but for rounding.</summary>
/// <param name="Largest">max |y' - y|.</param>
/// <param name="RootMeanSquare">sqrt(mean (y' - y)^2).</param>
/// <param name="OutputRootMeanSquare">sqrt(mean y^2), to compare with.</param>
public sealed record MergeGap(double Largest, double RootMeanSquare, double OutputRootMeanSquare)
{
    internal static MergeGap? Between(Tensor? before, Tensor? after)
    {
        if (before is null || after is null) return null;
        var difference = (after - before).to(ScalarType.Float64);
        return new MergeGap(difference.abs().max().ToDouble(), Math.Sqrt(difference.square().mean().ToDouble()), Math.Sqrt(before.to(ScalarType.Float64).square().mean().ToDouble()));
    }
}
