using ConstrainedLearning.Invariance;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Invariance;

/// <summary>Operations whose "transformed image" is the loss that it causes: the sampler is seen without a model.</summary>
internal sealed class FiniteLosses(params double[] losses) : IAugmentation
{
    public IReadOnlyList<string> Operations { get; } = [.. losses.Select((_, i) => $"g{i}")];

    public Transformed Draw(Tensor images) => Apply(images, randint(losses.Length, [images.size(0)], dtype: ScalarType.Int64), zeros(images.size(0)));

    // A step to either side on a ring, which is symmetric.
    public Transformed DrawNear(Tensor images, Transformed last, double scale)
    {
        var step = randint(2, [images.size(0)], dtype: ScalarType.Int64) * 2 - 1;
        return Apply(images, (last.Operations + step + losses.Length).remainder(losses.Length), last.Levels);
    }

    public Transformed Apply(Tensor images, Tensor operations, Tensor levels) => new(tensor(losses).index_select(0, operations).unsqueeze(1), operations, levels);

    internal static Tensor Loss(Tensor images) => images.select(1, 0);
}

/// <summary>One operation with a level in [0, 1] and a loss that is a function of it.</summary>
internal sealed class ContinuousLoss(Func<Tensor, Tensor> loss) : IAugmentation
{
    public IReadOnlyList<string> Operations { get; } = ["g"];

    public Transformed Draw(Tensor images) => Apply(images, zeros(images.size(0), dtype: ScalarType.Int64), rand(images.size(0), dtype: ScalarType.Float64));

    public Transformed DrawNear(Tensor images, Transformed last, double scale) => Draw(images);

    public Transformed Apply(Tensor images, Tensor operations, Tensor levels) => new(loss(levels).unsqueeze(1), operations, levels);
}
