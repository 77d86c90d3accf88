using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Layers;

/// <summary>The map of a layer with other weights: strides, padding and groups are the layer's.</summary>
internal static class LayerMap
{
    /// <summary>f(input; weight, bias).</summary>
    internal static Tensor Apply(nn.Module layer, Tensor input, Tensor weight, Tensor? bias) => layer switch
    {
        Linear => nn.functional.linear(input, weight, bias),
        Conv1d convolution => Convolve(convolution, input, weight, bias, convolution.groups),
        Conv2d convolution => Convolve(convolution, input, weight, bias, convolution.groups),
        Embedding => LookUp(input, weight),
        _ => throw new InvalidOperationException($"{layer.GetName()} is neither linear nor a convolution nor an embedding"),
    };

    /// <summary>Rows of a table [rows, width] for indices [...]: [..., width].</summary>
    internal static Tensor LookUp(Tensor indices, Tensor table) => table.index_select(0, indices.reshape(-1)).reshape([.. indices.shape, table.size(1)]);

    /// <summary>A convolution with the layer's strides, padding and dilation, and other groups.</summary>
    internal static Tensor Convolve(Convolution layer, Tensor input, Tensor weight, Tensor? bias, long groups) => layer is Conv1d
        ? nn.functional.conv1d(input, weight, bias, layer.stride[0], PaddingOf(layer)[0], layer.dilation[0], groups)
        : nn.functional.conv2d(input, weight, bias, layer.stride, PaddingOf(layer), layer.dilation, groups);

    private static long[] PaddingOf(Convolution convolution) => convolution.padding is { } padding && convolution.padding_mode == TorchSharp.PaddingModes.Zeros
        ? padding
        : throw new NotSupportedException($"{convolution.GetName()} pads by a rule, or with {convolution.padding_mode}: give its padding as numbers, and of zeros");
}
