using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor quantize_per_tensor(Tensor input, double scale, long zero_point, ScalarType dtype) =>
        Aten.QuantizePerTensor.Call(input, scale, zero_point, dtype);
    public static Tensor quantize_per_channel(Tensor input, Tensor scales, Tensor zero_points, long axis, ScalarType dtype) =>
        Aten.QuantizePerChannel.Call(input, scales, zero_points, axis, dtype);
    public static Tensor dequantize(Tensor input) => input.dequantize();
}
