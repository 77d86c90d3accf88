using System.Globalization;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number for an operator: all integers become 64-bit, all floats double, as in TorchSharp. Holds nothing native.</summary>
public sealed class Scalar : IDisposable
{
    private readonly ValueTag _tag;
    private readonly long _bits;

    private Scalar(ValueTag tag, long bits) => (_tag, _bits) = (tag, bits);

    public static implicit operator Scalar(byte value) => new(ValueTag.Int, value);
    public static implicit operator Scalar(sbyte value) => new(ValueTag.Int, value);
    public static implicit operator Scalar(short value) => new(ValueTag.Int, value);
    public static implicit operator Scalar(int value) => new(ValueTag.Int, value);
    public static implicit operator Scalar(long value) => new(ValueTag.Int, value);
    public static implicit operator Scalar(Half value) => (double)value;
    public static implicit operator Scalar(float value) => (double)value;
    public static implicit operator Scalar(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Scalar(bool value) => new(ValueTag.Bool, value ? 1 : 0);

    /// <summary>The type the number is kept as.</summary>
    public torch.ScalarType Type => _tag switch
    {
        ValueTag.Int => torch.ScalarType.Int64,
        ValueTag.Double => torch.ScalarType.Float64,
        _ => torch.ScalarType.Bool,
    };

    /// <summary>Nothing to do; kept for source compatibility.</summary>
    public void Dispose()
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    internal double Value => _tag == ValueTag.Double ? BitConverter.Int64BitsToDouble(_bits) : _bits;

    internal long Integer => _tag == ValueTag.Double ? (long)Value : _bits;

    internal Argument ToArgument() => Argument.FromBits(_tag, _bits);
}

/// <summary>Conversions of <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Half ToHalf(this Scalar value) => (Half)value.Value;
    public static float ToSingle(this Scalar value) => (float)value.Value;
    public static double ToDouble(this Scalar value) => value.Value;
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Integer;
    public static byte ToByte(this Scalar value) => (byte)value.Integer;
    public static short ToInt16(this Scalar value) => (short)value.Integer;
    public static int ToInt32(this Scalar value) => (int)value.Integer;
    public static long ToInt64(this Scalar value) => value.Integer;
    public static bool ToBoolean(this Scalar value) => value.Value != 0;
}
