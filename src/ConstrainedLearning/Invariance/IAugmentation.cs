using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>Where transformed images come from: a set of operations, each with a level, and the uniform draw over them.</summary>
public interface IAugmentation
{
    /// <summary>The operations' names; operations are counted from 0 in this order.</summary>
    IReadOnlyList<string> Operations { get; }

    /// <summary>Transforms each image by an operation and a level drawn for it alone.</summary>
    /// <param name="images">Shape [n, ...]; borrowed.</param>
    Transformed Draw(Tensor images);

    /// <summary>Transforms each image by a neighbour of what was done to it last: the same operation at a level a little off, or now and then another operation. The draw is symmetric.</summary>
    /// <param name="images">Shape [n, ...], not yet transformed; borrowed.</param>
    /// <param name="last">What was done to them.</param>
    /// <param name="scale">How far a level moves, as a part of its range.</param>
    Transformed DrawNear(Tensor images, Transformed last, double scale);

    /// <summary>Transforms each image by a given operation and level. May wait for the device.</summary>
    /// <param name="images">Shape [n, ...]; borrowed.</param>
    /// <param name="operations">Shape [n], 64-bit integers.</param>
    /// <param name="levels">Shape [n], as <see cref="Transformed.Levels"/>.</param>
    Transformed Apply(Tensor images, Tensor operations, Tensor levels);
}

/// <summary>Images and what was done to them.</summary>
/// <param name="Images">Shape [n, ...].</param>
/// <param name="Operations">Which operation, shape [n], 64-bit integers, on the images' device.</param>
/// <param name="Levels">How strong, shape [n], from 0 (weakest) to 1; below 0 in the other direction, where there is one; 0 where the operation has no level.</param>
public sealed record Transformed(Tensor Images, Tensor Operations, Tensor Levels)
{
    /// <summary>Row by row <paramref name="other"/> where <paramref name="taken"/>, shape [n], is true, else this.</summary>
    internal Transformed Where(Tensor taken, Transformed other)
    {
        var perImage = taken.view([taken.size(0), .. Enumerable.Repeat(1L, (int)Images.Dimensions - 1)]);
        return new Transformed(where(perImage, other.Images, Images), where(taken, other.Operations, Operations), where(taken, other.Levels, Levels));
    }
}
