using System.Globalization;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static ScalarType default_dtype = ScalarType.Float32;
    private static Device default_device = CPU;

    /// <summary>The type of new floating-point tensors when none is named.</summary>
    public static ScalarType get_default_dtype() => default_dtype;

    /// <inheritdoc cref="get_default_dtype"/>
    public static void set_default_dtype(ScalarType dtype)
    {
        if (!is_floating_point(dtype)) throw new ArgumentException($"the default type must be a floating-point type, got {dtype}", nameof(dtype));
        default_dtype = dtype;
    }

    /// <summary>Makes the type of <paramref name="t"/> the default.</summary>
    public static void set_default_tensor_type(Tensor t) => set_default_dtype(t.dtype);

    /// <summary>Where new tensors are made when no device is named.</summary>
    public static Device get_default_device() => default_device;

    /// <inheritdoc cref="get_default_device"/>
    public static void set_default_device(Device device) => default_device = device;

    /// <inheritdoc cref="get_default_device"/>
    public static void set_default_device(string device) => default_device = new Device(device);

    /// <summary>The device, or the default one.</summary>
    public static Device InitializeDevice(Device? device) => On(device);

    private static Device On(Device? device) => device ?? default_device;

    private static ScalarType NaturalType(Scalar value) => value.Type == ScalarType.Float64 ? default_dtype : value.Type;

    private static ScalarType NaturalType(params ReadOnlySpan<Scalar> values)
    {
        foreach (var value in values)
            if (value.Type == ScalarType.Float64) return default_dtype;
        return ScalarType.Int64;
    }

    /// <summary>The last steps of every factory.</summary>
    private static Tensor Finish(Tensor made, bool requires_grad, string[]? names = null)
    {
        if (names is not null) throw new NotSupportedException("named dimensions: this library keeps none; leave 'names' out");
        if (requires_grad) made.requires_grad = true;
        return made;
    }

    private static Tensor Make<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> sizes, ScalarType own, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
        where T : unmanaged
    {
        var made = Tensor.FromHost(data, sizes, own);
        if ((dtype ?? own) != own || On(device).type != DeviceType.CPU)
        {
            using var host = made;
            made = Aten.ToDevice.Call(host, On(device), dtype ?? own);
        }
        return Finish(made, requires_grad, names);
    }

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.ArangeStartStep.Call(start, stop, step, dtype ?? NaturalType(start, stop, step), Argument.None, On(device)), requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.EyeM.Call(rows, columns == -1 ? rows : columns, dtype ?? default_dtype, Argument.None, On(device)), requires_grad, names);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.Linspace.Call(start, end, steps, dtype ?? default_dtype, Argument.None, On(device)), requires_grad);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.Logspace.Call(start, end, steps, @base, dtype ?? default_dtype, Argument.None, On(device)), requires_grad);

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.EmptyStrided.Call(size, strides, dtype ?? default_dtype, Argument.None, On(device)), requires_grad, names);

    /// <summary>Complex numbers from their parts.</summary>
    public static Tensor complex(Tensor real, Tensor imag) => Aten.Complex.Call(real, imag);

    /// <summary>Complex numbers from lengths and angles.</summary>
    public static Tensor polar(Tensor abs, Tensor angle) => Aten.Polar.Call(abs, angle);
}
