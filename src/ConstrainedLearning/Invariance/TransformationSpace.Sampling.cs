using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <content>
/// The space as samplers see it. Their operation is that of the first step with a choice (or of the only one), and its level the first coordinate there, whose sign is the direction; what else is
/// drawn (other steps, among them the base augmentation, and a second coordinate) is drawn anew with each proposal.
/// </content>
public sealed partial class TransformationSpace : IAugmentation
{
    /// <summary>With which probability a neighbour is a fresh draw of operation and level.</summary>
    private const double SwitchProbability = 0.1;

    /// <summary>The names of the operations that a sampler chooses from.</summary>
    public IReadOnlyList<string> Operations => [.. Choices[Main].Operations.Select(operation => operation.Name)];

    private int Main { get; }

    /// <inheritdoc/>
    public Transformed Draw(Tensor images)
    {
        using var scope = NewDisposeScope();
        return Transform(images, Draw(CountOf(images), images.device));
    }

    /// <inheritdoc/>
    /// <remarks>A level moves by a normal number of standard deviation <paramref name="scale"/> and is reflected at -1 and 1; with probability 0.1 operation and level are fresh.</remarks>
    public Transformed DrawNear(Tensor images, Transformed last, double scale)
    {
        if (!(scale > 0) || !double.IsFinite(scale)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "a walk moves by a finite part > 0 of the range");
        using var scope = NewDisposeScope();
        var fresh = Draw(CountOf(images), images.device);
        var random = Upload.To(images.device, stack([rand([images.size(0)], ScalarType.Float32, CPU), randn([images.size(0)], ScalarType.Float32, CPU)]));
        var stays = random[0].ge(SwitchProbability);
        var operations = where(stays, last.Operations, fresh.Operations.select(1, Main));
        var levels = where(stays, Reflected(last.Levels + random[1] * scale), fresh.Coordinates.select(1, Main).select(1, 0));
        return Transform(images, fresh.With(Main, operations, levels));
    }

    /// <inheritdoc/>
    public Transformed Apply(Tensor images, Tensor operations, Tensor levels)
    {
        using var scope = NewDisposeScope();
        return Transform(images, Draw(CountOf(images), images.device).With(Main, operations, levels));
    }

    // A wave of period 4 that is c itself on [-1, 1].
    private static Tensor Reflected(Tensor coordinates) => (coordinates - 1).remainder(4).sub_(2).abs_().sub_(1);

    private static int CountOf(Tensor images)
    {
        ImageCheck.Images("a transformation space", images);
        return (int)images.size(0);
    }

    /// <summary>Applies a draw and tells of it, in the scope that encloses the caller's.</summary>
    private Transformed Transform(Tensor images, Draw draw)
    {
        var operations = draw.Operations.select(1, Main).clone();
        var levels = draw.Coordinates.select(1, Main).select(1, 0);
        float[] kinds = [.. Choices[Main].Operations.Select(operation => operation.HasMagnitude ? 1f : 0f), .. Choices[Main].Operations.Select(operation => operation.HasRandomSign ? 1f : 0f)];
        var kind = Upload.To(images.device, tensor(kinds, 2, kinds.Length / 2)).index_select(1, operations);
        levels = where(kind[1].gt(0), levels, levels.abs()) * kind[0];
        return new Transformed(Apply(images, draw).MoveToOuterDisposeScope(), operations.MoveToOuterDisposeScope(), levels.MoveToOuterDisposeScope());
    }
}
