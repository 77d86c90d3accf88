using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The type that operations on two tensors compute in.</summary>
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => (ScalarType)Aten.ResultType.CallDouble(tensor1, tensor2);

    /// <summary>Whether values may be converted without losing their kind (complex to real, real to integer lose it).</summary>
    public static bool can_cast(ScalarType from, ScalarType to) => Aten.CanCast.CallBool(from, to);

    /// <summary>The smallest type that both types convert to.</summary>
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => (ScalarType)Aten.PromoteTypes.CallDouble(type1, type2);

    public static ScalarType qint8 => ScalarType.QInt8;
    public static ScalarType quint8 => ScalarType.QUInt8;
    public static ScalarType qint32 => ScalarType.QInt32;
    public static bool is_quantized(ScalarType type) => type is ScalarType.QInt8 or ScalarType.QUInt8 or ScalarType.QInt32;
    public static bool is_tensor(object obj) => obj is Tensor;
    public static Tensor BoolTensor(Tensor t) => t.@bool();
    public static Tensor ByteTensor(Tensor t) => t.@byte();
    public static Tensor DoubleTensor(Tensor t) => t.@double();
    public static Tensor FloatTensor(Tensor t) => t.@float();
    public static Tensor IntTensor(Tensor t) => t.@int();
    public static Tensor LongTensor(Tensor t) => t.@long();
    public static Tensor ShortTensor(Tensor t) => t.@short();
    public static bool cuda_is_available() => cuda.is_available();
    public static bool mps_is_available() => false;

    /// <summary>The largest number of an integer type.</summary>
    public static long max_int_value(ScalarType type) => type switch
    {
        ScalarType.Byte => byte.MaxValue,
        ScalarType.Int8 => sbyte.MaxValue,
        ScalarType.Int16 => short.MaxValue,
        ScalarType.Int32 => int.MaxValue,
        ScalarType.Int64 => long.MaxValue,
        _ => throw new ArgumentException($"{type} is not an integer type", nameof(type)),
    };

    /// <summary>The limits of a floating-point type.</summary>
    public struct FInfo
    {
        /// <summary>The size in bits.</summary>
        public int bits { get; internal init; }

        /// <summary>The distance from 1 to the next larger number.</summary>
        public double eps { get; internal init; }

        /// <summary>The largest number.</summary>
        public double max { get; internal init; }

        /// <summary>The smallest number (the most negative one).</summary>
        public double min { get; internal init; }

        /// <summary>The smallest positive number with a full mantissa.</summary>
        public double tiny { get; internal init; }

        /// <inheritdoc cref="tiny"/>
        public double smallest_normal { get; internal init; }

        /// <summary>The decimal resolution.</summary>
        public double resolution { get; internal init; }
    }

    /// <summary>The limits of the default type.</summary>
    public static FInfo finfo() => finfo(default_dtype);

    /// <summary>The limits of a floating-point type.</summary>
    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float16 => Limits(16, 10, 15, 1e-3),
        ScalarType.BFloat16 => Limits(16, 7, 127, 1e-2),
        ScalarType.Float32 or ScalarType.ComplexFloat32 => Limits(32, 23, 127, 1e-6),
        ScalarType.Float64 or ScalarType.ComplexFloat64 => Limits(64, 52, 1023, 1e-15),
        _ => throw new ArgumentException($"{dtype} is not a floating-point type", nameof(dtype)),
    };

    private static FInfo Limits(int bits, int mantissa, int exponent, double resolution)
    {
        var eps = Math.ScaleB(1, -mantissa);
        var max = Math.ScaleB(2 - eps, exponent);
        var tiny = Math.ScaleB(1, 1 - exponent);
        return new FInfo { bits = bits, eps = eps, max = max, min = -max, tiny = tiny, smallest_normal = tiny, resolution = resolution };
    }
}
