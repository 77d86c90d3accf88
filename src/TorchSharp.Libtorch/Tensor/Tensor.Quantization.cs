using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool is_quantized() => torch.is_quantized(dtype);
        public Tensor dequantize() => Aten.DequantizeSelf.Call(this);

        /// <summary>The stored integers.</summary>
        public Tensor int_repr() => Aten.IntRepr.Call(this);
        public double q_scale() => Aten.QScale.CallDouble(this);
        public long q_zero_point() => (long)Aten.QZeroPoint.CallDouble(this);
        public Tensor q_per_channel_scales() => Aten.QPerChannelScales.Call(this);
        public Tensor q_per_channel_zero_points() => Aten.QPerChannelZeroPoints.Call(this);
        public long q_per_channel_axis() => (long)Aten.QPerChannelAxis.CallDouble(this);
    }
}
