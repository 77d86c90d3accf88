using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A copy of an array of any rank; its elements are numbers, bools or complex numbers.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        return rawArray.GetType().GetElementType() switch
        {
            var t when t == typeof(bool) => Copy<bool>(ScalarType.Bool),
            var t when t == typeof(byte) => Copy<byte>(ScalarType.Byte),
            var t when t == typeof(sbyte) => Copy<sbyte>(ScalarType.Int8),
            var t when t == typeof(short) => Copy<short>(ScalarType.Int16),
            var t when t == typeof(int) => Copy<int>(ScalarType.Int32),
            var t when t == typeof(long) => Copy<long>(ScalarType.Int64),
            var t when t == typeof(Half) => Copy<Half>(ScalarType.Float16),
            var t when t == typeof(float) => Copy<float>(ScalarType.Float32),
            var t when t == typeof(double) => Copy<double>(ScalarType.Float64),
            var t when t == typeof((float, float)) => Copy<(float, float)>(ScalarType.ComplexFloat32),
            var t when t == typeof(Complex) => Copy<Complex>(ScalarType.ComplexFloat64),
            var t => throw new ArgumentException($"an array of {t}: expected numbers, bools or complex numbers", nameof(rawArray)),
        };

        Tensor Copy<T>(ScalarType own) where T : unmanaged =>
            Make(ArrayData.Of<T>(rawArray), ArrayData.Sizes(rawArray), own, dtype, device, requires_grad, names);
    }
}
