namespace TorchSharp.Interop;

/// <summary>One argument of an operator, on the managed side: a number in <see cref="Bits"/> or an object in <see cref="Reference"/>.</summary>
internal readonly struct Argument
{
    internal readonly object? Reference;
    internal readonly long Bits;
    internal readonly ValueTag Tag;

    private Argument(ValueTag tag, long bits) => (Tag, Bits) = (tag, bits);

    /// <summary>An object; of a list, <see cref="Bits"/> is the length.</summary>
    private Argument(ValueTag tag, object? reference, long length = 0)
    {
        if (reference is null) return;
        Tag = tag;
        Reference = reference;
        Bits = length;
    }

    /// <summary>An argument left out: the operator's optional stays empty.</summary>
    internal static readonly Argument None;

    public static implicit operator Argument(torch.Tensor? value) => new(ValueTag.Tensor, value);
    public static implicit operator Argument(torch.Tensor?[]? value) => new(ValueTag.TensorList, value, value?.Length ?? 0);
    public static implicit operator Argument(List<torch.Tensor>? value) => new(ValueTag.TensorList, value, value?.Count ?? 0);
    public static implicit operator Argument(HandleList value) => new(ValueTag.TensorList, value, value.Count);
    public static implicit operator Argument(torch.Generator? value) => new(ValueTag.Generator, value);
    public static implicit operator Argument(long value) => new(ValueTag.Int, value);
    public static implicit operator Argument(int value) => new(ValueTag.Int, value);
    public static implicit operator Argument(long? value) => value is long v ? v : None;
    public static implicit operator Argument(int? value) => value is int v ? v : None;
    public static implicit operator Argument(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Argument(double? value) => value is double v ? v : None;
    public static implicit operator Argument(bool value) => new(ValueTag.Bool, value ? 1 : 0);
    public static implicit operator Argument(bool? value) => value is bool v ? v : None;
    public static implicit operator Argument(long[]? value) => new(ValueTag.IntList, value, value?.Length ?? 0);
    public static implicit operator Argument(double[]? value) => new(ValueTag.DoubleList, value, value?.Length ?? 0);
    public static implicit operator Argument(string? value) => new(ValueTag.String, value);
    public static implicit operator Argument(torch.ScalarType value) => (long)value;
    public static implicit operator Argument(torch.ScalarType? value) => value is torch.ScalarType v ? v : None;
    public static implicit operator Argument(torch.Device? value) =>
        value is null ? None : new(ValueTag.Device, ((long)value.type << 32) | (uint)value.index);
    public static implicit operator Argument(Scalar? value) => value is null ? None : value.ToArgument();

    internal static Argument FromBits(ValueTag tag, long bits) => new(tag, bits);

    /// <summary>A list of tensors, copied to an array unless it is one.</summary>
    internal static Argument List(IEnumerable<torch.Tensor> tensors) => tensors as torch.Tensor[] ?? [.. tensors];

    /// <summary>A list of integers, copied.</summary>
    internal static Argument List(ReadOnlySpan<long> values) => values.ToArray();

    /// <summary>The first <paramref name="count"/> numbers of an array.</summary>
    internal static Argument List(double[] values, int count) => new(ValueTag.DoubleList, values, count);

    /// <summary>How many 8-byte words of scratch memory the native form of this argument points at.</summary>
    internal int ScratchWords => Tag switch
    {
        ValueTag.IntList or ValueTag.DoubleList or ValueTag.TensorList => (int)Bits,
        ValueTag.String => (System.Text.Encoding.UTF8.GetMaxByteCount(((string)Reference!).Length) + 7) / 8,
        _ => 0,
    };
}
