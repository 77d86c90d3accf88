using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>
/// A classifier behind random maps. In training: its scores under one draw. In evaluation: the logarithm of the mean probability over several, log mean_s softmax(f(g_s x)).
/// </summary>
/// <remarks>
/// [n, ...] images to [n, classes], scores in training and log-probabilities in evaluation: cross-entropy and the largest mean the same of both. In evaluation the maps are drawn from a random
/// stream of their own, begun anew by each call: the same images give the same prediction, and training goes on as if none had been made. Disposed, it disposes both modules.
/// Reference: Benton, Finzi, Izmailov, Wilson, NeurIPS 2020, arXiv 2010.11882, section 3.
/// </remarks>
public sealed class AveragedPrediction : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> ranges;
    private readonly nn.Module<Tensor, Tensor> classifier;
    private readonly ulong _seed;

    /// <param name="ranges">Images to randomly transformed images, as <see cref="LearnedRanges"/>.</param>
    /// <param name="classifier">Images to class scores, [n, classes].</param>
    /// <param name="samples">Draws for each image in evaluation, at least 1. The default is 2; 31 has been used.</param>
    /// <param name="seed">Of the draws in evaluation. The default is 0.</param>
    public AveragedPrediction(nn.Module<Tensor, Tensor> ranges, nn.Module<Tensor, Tensor> classifier, int samples = 2, ulong seed = 0) : base(nameof(AveragedPrediction))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        (this.ranges, this.classifier, Samples, _seed) = (ranges, classifier, samples, seed);
        RegisterComponents();
    }

    /// <summary>Draws for each image in evaluation.</summary>
    public int Samples { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (training) return Scores(input).MoveToOuterDisposeScope();
        using var random = new RandomStream(_seed);
        using var _ = random.Enter();
        var sum = Scores(input).log_softmax(1);
        for (var sample = 1; sample < Samples; sample++) sum = sum.logaddexp(Scores(input).log_softmax(1));
        return (sum - Math.Log(Samples)).MoveToOuterDisposeScope();
    }

    private Tensor Scores(Tensor images) => classifier.call(ranges.call(images));
}
