using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Layers;

/// <summary>The map of a layer with other weights, in which it is linear: strides, padding and groups are the layer's, and a normalisation's statistics.</summary>
internal static class LayerMap
{
    /// <summary>f(input; weight, bias).</summary>
    internal static Tensor Apply(nn.Module layer, Tensor input, Tensor weight, Tensor? bias) => layer switch
    {
        Linear => nn.functional.linear(input, weight, bias),
        Conv1d convolution => Convolve(convolution, input, weight, bias, convolution.groups),
        Conv2d convolution => Convolve(convolution, input, weight, bias, convolution.groups),
        Embedding => LookUp(input, weight),
        LayerNorm norm => nn.functional.layer_norm(input, norm.normalized_shape, weight, bias, norm.eps),
        GroupNorm norm => nn.functional.group_norm(input, norm.num_groups, weight, bias, norm.eps),
        BatchNorm norm when !norm.training && norm.running_mean is { } mean && norm.running_var is { } variance => nn.functional.batch_norm(input, mean, variance, weight, bias, eps: norm.eps),
        _ => throw new InvalidOperationException($"{layer.GetName()} cannot be computed with other weights: it is neither linear nor a convolution, an embedding or a normalisation at rest"),
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
