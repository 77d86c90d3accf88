using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>How far a model's outputs are from those at low precision. The model's gradient goes through the full-precision side alone.</summary>
public enum OutputDistance
{
    /// <summary>KL(p || q) = sum p (log p - log q), with p = softmax of the output and q at low precision, mean over the batch: 0 where they agree.</summary>
    KullbackLeibler,

    /// <summary>-sum p log q, as published: KL(p || q) and the entropy of p, below which it cannot fall.</summary>
    CrossEntropy,

    /// <summary>mean (f - f^b)^2, for outputs that are numbers.</summary>
    SquaredError,
}

/// <summary>The distances.</summary>
internal static class OutputDistances
{
    /// <param name="distance">Which.</param>
    /// <param name="output">[batch, classes] scores, or any numbers; with gradient.</param>
    /// <param name="low">The same at low precision, with gradient into nothing of the model's.</param>
    internal static Tensor Of(OutputDistance distance, Tensor output, Tensor low)
    {
        if (distance == OutputDistance.SquaredError) return (output - low).square().mean();
        if (output.Dimensions != 2) throw new ArgumentException($"outputs of shape {Text.Shape(output.shape)} are no scores: expected [batch, classes]; flatten them, or compare them by {nameof(OutputDistance.SquaredError)}");
        using var scope = NewDisposeScope();
        var logarithm = output.log_softmax(1);
        var gap = distance == OutputDistance.CrossEntropy ? -low.log_softmax(1) : logarithm - low.log_softmax(1);
        return (logarithm.exp() * gap).sum([1]).mean().MoveToOuterDisposeScope();
    }
}
