using System.Collections;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor in row-major order. Reading copies from the device once; writing goes to host tensors only.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private T[]? _copy;

    internal TensorAccessor(torch.Tensor tensor) => _tensor = tensor;

    /// <summary>How many elements there are.</summary>
    public long Count => _tensor.NumberOfElements;

    /// <summary>The element at a place in every dimension.</summary>
    public T this[params long[] indices]
    {
        get => Elements[Offset(indices)];
        set
        {
            if (!IsDirect) throw new InvalidOperationException($"writing to the elements of a tensor that is not contiguous or not in host memory ({_tensor}): call cpu().contiguous() first");
            MemoryMarshal.Cast<byte, T>(_tensor.bytes)[(int)Offset(indices)] = value;
        }
    }

    /// <summary>All elements as a new array.</summary>
    public T[] ToArray() => [.. Elements];

    /// <summary>Copies the elements to <paramref name="array"/>.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        Elements[(int)tensorIndex..].CopyTo(array.AsSpan(arrayIndex));

    /// <summary>Copies the elements to <paramref name="array"/>.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0) =>
        Elements[(int)tensorIndex..].CopyTo(array[arrayIndex..]);

    /// <summary>Copies the elements of <paramref name="array"/> into a host tensor.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0) =>
        array[arrayIndex..].CopyTo(MemoryMarshal.Cast<byte, T>(_tensor.bytes)[(int)tensorIndex..]);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to do; kept for source compatibility.</summary>
    public void Dispose()
    {
    }

    private bool IsDirect => _tensor.is_cpu() && _tensor.is_contiguous() && _tensor.HasPlainMemory;

    private ReadOnlySpan<T> Elements => IsDirect ? MemoryMarshal.Cast<byte, T>(_tensor.bytes) : _copy ??= _tensor.ToHost<T>();

    private int Offset(long[] indices)
    {
        var sizes = _tensor.Sizes;
        if (indices.Length == 1 && sizes.Length != 1) return checked((int)indices[0]);
        if (indices.Length != sizes.Length) throw new ArgumentException($"{indices.Length} indices for a tensor of {sizes.Length} dimensions");
        var offset = 0L;
        for (var i = 0; i < indices.Length; i++)
        {
            if ((ulong)indices[i] >= (ulong)sizes[i]) throw new IndexOutOfRangeException($"index {indices[i]} in dimension {i} of size {sizes[i]}");
            offset = offset * sizes[i] + indices[i];
        }
        return checked((int)offset);
    }
}
