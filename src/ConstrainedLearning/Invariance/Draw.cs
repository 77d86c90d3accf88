using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>A transformation for each of some images, drawn from a space: which operation at each step, and a point of [-1, 1]^2 that gives its parameter (see <see cref="Magnitude"/>).</summary>
/// <remarks>
/// The numbers are on the images' device, so that a sampler mixes draws row by row without waiting for it; the host keeps the operations it drew itself, by which images are grouped. A mixed draw
/// whose operations only a GPU knows can be applied all the same, at the price of every operation on every image. The tensors belong to the dispose scope they were made in.
/// </remarks>
public sealed class Draw : IDisposable
{
    private readonly int[]?[] _known;

    internal Draw(TransformationSpace space, int[]?[] known, Tensor operations, Tensor coordinates) => (Space, _known, Operations, Coordinates) = (space, known, operations, coordinates);

    /// <summary>What was drawn from.</summary>
    public TransformationSpace Space { get; }

    /// <summary>Number of images.</summary>
    public int Count => (int)Operations.size(0);

    /// <summary>Shape [n, steps], Int64: places in <see cref="TransformationSpace.Steps"/>. Borrowed.</summary>
    public Tensor Operations { get; }

    /// <summary>Shape [n, steps, 2], Float32, in [-1, 1]: uniform when drawn. Borrowed.</summary>
    public Tensor Coordinates { get; }

    /// <summary>Shape [n, steps], Int64: how strong, as a level from 0 to 30, |c| in 30ths for transformations that are not graded. New; the caller disposes.</summary>
    public Tensor Levels()
    {
        using var scope = NewDisposeScope();
        return stack([.. Space.Choices.Select((choice, step) => choice.Levels(Coordinates.select(1, step)))], 1).MoveToOuterDisposeScope();
    }

    /// <summary>The draws of some neighbouring images, as when several proposals for each image are drawn at once.</summary>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many, at least 1.</param>
    public Draw Part(int start, int count)
    {
        if (start < 0 || count < 1 || start + count > Count) throw new ArgumentOutOfRangeException(nameof(start), $"images {start} to {start + count - 1} of a draw for {Count}");
        return new Draw(Space, [.. _known.Select(step => step?[start..(start + count)])], Operations.narrow(0, start, count), Coordinates.narrow(0, start, count));
    }

    /// <summary>The draws of given images, in that order.</summary>
    /// <param name="rows">Shape [m], Int64, on the draw's device.</param>
    public Draw Rows(Tensor rows) => new(Space, new int[]?[_known.Length], Operations.index_select(0, rows), Coordinates.index_select(0, rows));

    /// <summary>This draw for the images where <paramref name="mask"/> is true, another for the rest.</summary>
    /// <param name="mask">Shape [n], Bool, on the draws' device.</param>
    /// <param name="otherwise">From the same space, for as many images.</param>
    public Draw Where(Tensor mask, Draw otherwise)
    {
        if (!ReferenceEquals(otherwise.Space, Space)) throw new ArgumentException("the two draws are from different spaces; mix draws of one space", nameof(otherwise));
        if (otherwise.Count != Count) throw new ArgumentException($"the two draws are for {Count} and for {otherwise.Count} images; expected as many", nameof(otherwise));
        if (mask.Dimensions != 1 || mask.size(0) != Count || mask.dtype != ScalarType.Bool)
            throw new ArgumentException($"the mask is {mask.dtype} of shape {Text.Shape(mask.shape)}, expected Bool of shape [{Count}], one for each image", nameof(mask));
        using var scope = NewDisposeScope();
        int[]?[] known = [.. _known.Zip(otherwise._known, (mine, theirs) => mine is not null && theirs is not null && mine.AsSpan().SequenceEqual(theirs) ? mine : null)];
        return new Draw(Space, known, where(mask.unsqueeze(1), Operations, otherwise.Operations), where(mask.view(-1, 1, 1), Coordinates, otherwise.Coordinates)).MoveToOuterDisposeScope();
    }

    /// <summary>Hands the tensors to the scope that encloses their own.</summary>
    public Draw MoveToOuterDisposeScope()
    {
        Operations.MoveToOuterDisposeScope();
        Coordinates.MoveToOuterDisposeScope();
        return this;
    }

    /// <summary>Frees the tensors of any scope, for a chain that outlives the step; the caller disposes.</summary>
    public Draw DetachFromDisposeScope()
    {
        Operations.DetachFromDisposeScope();
        Coordinates.DetachFromDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Operations.Dispose();
        Coordinates.Dispose();
    }

    /// <summary>The operations of a step, where the host knows them or may look without waiting.</summary>
    internal int[]? Known(int step)
    {
        if (_known[step] is { } known || Operations.device.type != TorchSharp.DeviceType.CPU) return _known[step];
        using var operations = Operations.select(1, step);
        return [.. operations.data<long>().Select(operation => (int)operation)];
    }

    /// <summary>This draw with another operation and first coordinate at a step, both of shape [n].</summary>
    internal Draw With(int step, Tensor operations, Tensor coordinates)
    {
        using var scope = NewDisposeScope();
        var (allOperations, allCoordinates) = (Operations.clone(), Coordinates.clone());
        allOperations.select(1, step).copy_(operations);
        allCoordinates.select(1, step).select(1, 0).copy_(coordinates);
        return new Draw(Space, [.. _known.Select((known, i) => i == step ? null : known)], allOperations, allCoordinates).MoveToOuterDisposeScope();
    }
}
