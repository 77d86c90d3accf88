using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

internal static partial class OperationTable
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Activations = new()
    {
        ["relu"] = t => t[0].relu(),
        ["relu6"] = t => (t[0] * 5).relu6(),
        ["selu"] = t => t[0].selu(),
        ["silu"] = t => t[0].silu(),
        ["celu"] = t => t[0].celu(0.7),
        ["elu"] = t => t[0].elu(0.7),
        ["gelu"] = t => t[0].gelu(),
        ["gelu_tanh"] = t => t[0].gelu(TorchSharp.Modules.GELU.Approximate.tanh),
        ["glu"] = t => t[0].glu(),
        ["hardtanh"] = t => t[0].hardtanh(-0.3, 0.6),
        ["hardsigmoid"] = t => t[0].hardsigmoid(),
        ["hardswish"] = t => t[0].hardswish(),
        ["leaky_relu"] = t => t[0].leaky_relu(0.2),
        ["log_sigmoid"] = t => t[0].log_sigmoid(),
        ["log_softmax"] = t => t[0].log_softmax(1),
        ["softmax"] = t => t[0].softmax(0),
        ["softmax_static"] = t => softmax(t[0], 1),
        ["softplus"] = t => t[0].softplus(2.0, 20),
        ["threshold"] = t => t[0].threshold(0.1, 7),
        ["prelu"] = t => t[0].prelu(t[1]),
    };
}
