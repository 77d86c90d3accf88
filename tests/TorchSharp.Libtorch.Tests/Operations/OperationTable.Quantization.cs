using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

internal static partial class OperationTable
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Quantization = new()
    {
        ["quantize_dequantize"] = t => quantize_per_tensor(t[0].detach().@float(), 0.1, 2, qint8).dequantize(),
        ["int_repr"] = t => quantize_per_tensor(t[0].detach().@float(), 0.1, 2, qint8).int_repr(),
        ["histogram"] = t => histogram(t[0].detach(), 4, (-2, 2)).hist,
        ["to_dense"] = t => t[0].detach().to_sparse().to_dense(),
    };
}
