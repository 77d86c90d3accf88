using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Tensors as something else; numbers come out of tensors of one element, whatever their type, and each waits for the device.</summary>
public static partial class TensorExtensionMethods
{
    public static float ToSingle(this Tensor value) => (float)value.ToDouble();
    public static Half ToHalf(this Tensor value) => (Half)value.ToDouble();
    public static double ToDouble(this Tensor value) => value.dtype == ScalarType.Float32 ? value.item<float>() : value.Converted<double>(ScalarType.Float64);
    public static sbyte ToSByte(this Tensor value) => value.Converted<sbyte>(ScalarType.Int8);
    public static byte ToByte(this Tensor value) => value.Converted<byte>(ScalarType.Byte);
    public static short ToInt16(this Tensor value) => value.Converted<short>(ScalarType.Int16);
    public static int ToInt32(this Tensor value) => value.Converted<int>(ScalarType.Int32);
    public static long ToInt64(this Tensor value) => value.Converted<long>(ScalarType.Int64);
    public static bool ToBoolean(this Tensor value) => value.Converted<bool>(ScalarType.Bool);
    public static (float Real, float Imaginary) ToComplexFloat32(this Tensor value) => value.Converted<(float, float)>(ScalarType.ComplexFloat32);
    public static (float Real, float Imaginary) ToComplex32(this Tensor value) => value.ToComplexFloat32();
    public static Complex ToComplexFloat64(this Tensor value) => value.Converted<Complex>(ScalarType.ComplexFloat64);
    public static Complex ToComplex64(this Tensor value) => value.ToComplexFloat64();

    /// <summary>A parameter that takes over the elements of a tensor, which is not to be used any more.</summary>
    public static Modules.Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>The shape as 32-bit integers.</summary>
    public static ReadOnlySpan<int> IntShape(this Tensor tensor) => Array.ConvertAll(tensor.shape, size => checked((int)size));

    private static T Converted<T>(this Tensor value, ScalarType type) where T : unmanaged
    {
        if (value.dtype == type) return value.item<T>();
        using var converted = value.to(type);
        return converted.item<T>();
    }
}
