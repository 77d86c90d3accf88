namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Relu = new("relu"), ReluInPlace = new("relu_"), Selu = new("selu"), SeluInPlace = new("selu_"), Silu = new("silu"),
        SiluInPlace = new("silu_"), Hardsigmoid = new("hardsigmoid"), HardsigmoidInPlace = new("hardsigmoid_"), Hardswish = new("hardswish"),
        HardswishInPlace = new("hardswish_"), Relu6 = new("relu6"), Relu6InPlace = new("relu6_"), Celu = new("celu"), CeluInPlace = new("celu_"),
        Elu = new("elu"), EluInPlace = new("elu_"), Gelu = new("gelu"), GeluInPlace = new("gelu_"), Glu = new("glu"), Hardtanh = new("hardtanh"),
        HardtanhInPlace = new("hardtanh_"), LeakyRelu = new("leaky_relu"), LeakyReluInPlace = new("leaky_relu_"), LogSigmoid = new("log_sigmoid"),
        LogSoftmaxInt = new("log_softmax.int"), Prelu = new("prelu"), Rrelu = new("rrelu"), RreluInPlace = new("rrelu_"),
        SoftmaxInt = new("softmax.int"), Softplus = new("softplus"), Threshold = new("threshold"), ThresholdInPlace = new("threshold_"),
        ChannelShuffle = new("channel_shuffle");
}
