using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>See <see cref="TransformationSampler.Uniform"/>.</summary>
internal sealed record UniformSampler : TransformationSampler
{
    public override int Proposals => 0;

    internal override Chosen Choose(Tensor images, IAugmentation augmentation, Func<Tensor, Tensor> losses, Transformed? start) => new(augmentation.Draw(images), null, null);
}

/// <summary>See <see cref="TransformationSampler.WorstOf"/>.</summary>
internal sealed record WorstSampler : TransformationSampler
{
    internal WorstSampler(int proposals) => Proposals = proposals >= 2 ? proposals : throw new ArgumentOutOfRangeException(nameof(proposals), proposals, "the worst is chosen of at least two");

    public override int Proposals { get; }

    internal override Chosen Choose(Tensor images, IAugmentation augmentation, Func<Tensor, Tensor> losses, Transformed? start)
    {
        var worst = augmentation.Draw(images);
        var loss = losses(worst.Images);
        for (var k = 1; k < Proposals; k++)
        {
            var other = augmentation.Draw(images);
            var otherLoss = losses(other.Images);
            var taken = otherLoss.gt(loss).logical_or(loss.isnan());
            worst = worst.Where(taken, other);
            loss = where(taken, otherLoss, loss);
        }
        return new(worst, loss, null);
    }
}

/// <summary>See <see cref="TransformationSampler.MetropolisHastings"/>.</summary>
internal sealed record ChainSampler(ChainOptions Options) : TransformationSampler
{
    public override int Proposals => Options.Proposals;

    internal override Chosen Choose(Tensor images, IAugmentation augmentation, Func<Tensor, Tensor> losses, Transformed? start)
    {
        var state = start ?? augmentation.Draw(images);
        var loss = losses(state.Images);
        var accepted = zeros([], device: images.device);
        for (var k = 1; k < Options.Proposals; k++)
        {
            var proposal = Options.WalkScale is { } scale ? augmentation.DrawNear(images, state, scale) : augmentation.Draw(images);
            var proposed = losses(proposal.Images);
            var taken = Accepts(loss, proposed, Options.Temperature);
            state = state.Where(taken, proposal);
            loss = where(taken, proposed, loss);
            accepted.add_(taken.to(ScalarType.Float32).mean());
        }
        return new(state, loss, accepted.div_(Options.Proposals - 1));
    }

    /// <summary>min(1, (l' / l)^(1/T)), element by element: 0 / 0 stays, x / 0 goes, a proposal that is not a number is refused and a state that is not is left.</summary>
    internal static Tensor Accepts(Tensor loss, Tensor proposed, double temperature)
    {
        var ratio = proposed / loss;
        if (temperature != 1) ratio = ratio.pow(1 / temperature);
        var probability = where(loss.isnan(), ones_like(ratio), ratio.nan_to_num(0, posinf: 1)); // 0 / 0 and a proposal that is not a number give NaN
        return rand_like(probability).lt(probability).logical_and(proposed.isnan().logical_not());
    }
}
