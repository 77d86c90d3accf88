namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        QuantizePerTensor = new("quantize_per_tensor"),
        QuantizePerChannel = new("quantize_per_channel"), DequantizeSelf = new("dequantize.self"), IntRepr = new("int_repr"), QScale = new("q_scale"),
        QZeroPoint = new("q_zero_point"), QPerChannelScales = new("q_per_channel_scales"), QPerChannelZeroPoints = new("q_per_channel_zero_points"),
        QPerChannelAxis = new("q_per_channel_axis");
}
