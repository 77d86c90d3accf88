using System.Buffers;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Files;

/// <summary>The memory of a tensor piece by piece: a <see cref="Span{T}"/> ends at 2 GiB, a tensor does not.</summary>
internal static class TensorMemory
{
    private const long PieceBytes = 1 << 28;

    /// <summary>Gives every piece of a contiguous tensor in host memory, and the place of its first byte in the tensor, to <paramref name="use"/>; writing to a piece writes to the tensor.</summary>
    internal static void ForEachPiece(Tensor tensor, SpanAction<byte, long> use, long pieceBytes = PieceBytes)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (flat, elements, size) = (tensor.view(-1), tensor.NumberOfElements, tensor.ElementSize);
        var step = Math.Max(1, pieceBytes / size);
        for (var start = 0L; start < elements; start += step)
        {
            using var piece = flat.narrow(0, start, Math.Min(step, elements - start));
            use(piece.bytes, start * size);
        }
    }
}
