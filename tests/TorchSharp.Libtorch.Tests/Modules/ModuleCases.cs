using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Libtorch.Tests.Modules;

/// <summary>The layers of golden/modules.py, in the same words, and how to call them.</summary>
internal static class ModuleCases
{
    /// <param name="Build">Makes the layer.</param>
    /// <param name="Call">Runs it; null: a call with one tensor.</param>
    /// <param name="Shapes">The shapes of the inputs.</param>
    internal sealed record Case(Func<Module> Build, long[][] Shapes, Func<Module, Tensor[], Tensor>? Call = null, bool Evaluate = false)
    {
        internal Tensor Run(Module layer, Tensor[] inputs) => Call?.Invoke(layer, inputs) ?? ((Module<Tensor, Tensor>)layer).call(inputs[0]);
    }

    internal static readonly Dictionary<string, Case> All = new()
    {
        ["Linear"] = new(() => Linear(3, 4), [[5, 3]]),
        ["Linear without bias"] = new(() => Linear(3, 2, hasBias: false), [[2, 3]]),
        ["Bilinear"] = new(() => Bilinear(2, 3, 2), [[4, 2], [4, 3]], Two),
        ["Conv1d"] = new(() => Conv1d(2, 4, 3, stride: 2, padding: 1, groups: 2), [[2, 2, 6]]),
        ["Conv1d circular"] = new(() => Conv1d(2, 2, 3, padding: 1, padding_mode: PaddingModes.Circular, bias: false), [[2, 2, 5]]),
        ["Conv2d"] = new(() => Conv2d(2, 3, 3, padding: 1, dilation: 1), [[1, 2, 4, 4]]),
        ["Conv2d rectangle"] = new(() => Conv2d(1, 2, (3, 2), stride: (2, 1), padding: (1, 0), dilation: (1, 2)), [[1, 1, 5, 5]]),
        ["Conv2d same"] = new(() => Conv2d(1, 2, 4, Padding.Same, padding_mode: PaddingModes.Reflect), [[1, 1, 5, 5]]),
        ["Conv3d"] = new(() => Conv3d(1, 2, 2), [[1, 1, 2, 3, 3]]),
        ["ConvTranspose1d"] = new(() => ConvTranspose1d(2, 3, 3, stride: 2, padding: 1, output_padding: 1), [[1, 2, 4]]),
        ["ConvTranspose2d"] = new(() => ConvTranspose2d(2, 2, 3, stride: 2, groups: 2), [[1, 2, 2, 3]]),
        ["BatchNorm1d"] = new(() => BatchNorm1d(3), [[4, 3]]),
        ["BatchNorm2d"] = new(() => BatchNorm2d(2, momentum: 0.3), [[2, 2, 2, 3]]),
        ["BatchNorm2d evaluated"] = new(() => BatchNorm2d(2), [[2, 2, 2, 2]], Evaluate: true),
        ["BatchNorm1d without statistics"] = new(() => BatchNorm1d(3, affine: false, track_running_stats: false), [[4, 3]]),
        ["InstanceNorm1d"] = new(() => InstanceNorm1d(2, affine: true), [[2, 2, 4]]),
        ["InstanceNorm2d"] = new(() => InstanceNorm2d(2, track_running_stats: true), [[2, 2, 2, 3]]),
        ["GroupNorm"] = new(() => GroupNorm(2, 4), [[2, 4, 3]]),
        ["LayerNorm"] = new(() => LayerNorm([2, 3]), [[2, 2, 3]]),
        ["LocalResponseNorm"] = new(() => LocalResponseNorm(2), [[1, 4, 3]]),
        ["PReLU"] = new(() => PReLU(2), [[3, 2]]),
        ["ELU"] = new(() => ELU(0.7), [[6]]),
        ["SELU"] = new(() => SELU(), [[6]]),
        ["CELU"] = new(() => CELU(1.3), [[6]]),
        ["GELU"] = new(() => GELU(), [[6]]),
        ["GELU tanh"] = new(() => GELU(TorchSharp.Modules.GELU.Approximate.tanh), [[6]]),
        ["ReLU6"] = new(() => ReLU6(), [[6]]),
        ["LeakyReLU"] = new(() => LeakyReLU(0.2), [[6]]),
        ["SiLU"] = new(() => SiLU(), [[6]]),
        ["Mish"] = new(() => Mish(), [[6]]),
        ["LogSigmoid"] = new(() => LogSigmoid(), [[6]]),
        ["Softplus"] = new(() => Softplus(2.0, 1.0), [[6]]),
        ["Softsign"] = new(() => Softsign(), [[6]]),
        ["Tanhshrink"] = new(() => Tanhshrink(), [[6]]),
        ["Softshrink"] = new(() => Softshrink(), [[6]]),
        ["Hardshrink"] = new(() => Hardshrink(), [[6]]),
        ["Hardtanh"] = new(() => Hardtanh(-0.5, 0.7), [[6]]),
        ["Hardsigmoid"] = new(() => Hardsigmoid(), [[6]]),
        ["Hardswish"] = new(() => Hardswish(), [[6]]),
        ["Threshold"] = new(() => Threshold(0.1, 20), [[6]]),
        ["GLU"] = new(() => GLU(), [[2, 4]]),
        ["Softmax"] = new(() => Softmax(1), [[2, 3]]),
        ["LogSoftmax"] = new(() => LogSoftmax(0), [[2, 3]]),
        ["Softmin"] = new(() => Softmin(1), [[2, 3]]),
        ["Softmax2d"] = new(() => Softmax2d(), [[1, 3, 2, 2]]),
        ["Dropout"] = new(() => Dropout(0.4), [[3, 4]]),
        ["Dropout1d"] = new(() => Dropout1d(0.5), [[2, 4, 2]]),
        ["Dropout2d"] = new(() => Dropout2d(0.5), [[2, 4, 2, 2]]),
        ["AlphaDropout"] = new(() => AlphaDropout(0.3), [[3, 4]]),
        ["MaxPool1d"] = new(() => MaxPool1d(3, stride: 2, padding: 1), [[1, 2, 6]]),
        ["MaxPool2d"] = new(() => MaxPool2d(2, ceil_mode: true), [[1, 1, 5, 5]]),
        ["AvgPool1d"] = new(() => AvgPool1d(2), [[1, 2, 6]]),
        ["AvgPool2d"] = new(() => AvgPool2d((2, 3), stride: (2, 1), padding: (1, 0), count_include_pad: false), [[1, 1, 4, 5]]),
        ["AdaptiveAvgPool1d"] = new(() => AdaptiveAvgPool1d(2), [[1, 2, 5]]),
        ["AdaptiveAvgPool2d"] = new(() => AdaptiveAvgPool2d((2, 1)), [[1, 1, 4, 3]]),
        ["AdaptiveMaxPool2d"] = new(() => AdaptiveMaxPool2d([2, 2]), [[1, 1, 5, 4]]),
        ["LPPool1d"] = new(() => LPPool1d(2, 2), [[1, 2, 6]]),
        ["ReflectionPad2d"] = new(() => ReflectionPad2d((1, 2, 0, 1)), [[1, 1, 3, 3]]),
        ["ReplicationPad1d"] = new(() => ReplicationPad1d(2), [[1, 2, 3]]),
        ["ConstantPad1d"] = new(() => ConstantPad1d((1, 2), 3.5), [[1, 2, 3]]),
        ["Upsample nearest"] = new(() => Upsample(scale_factor: [2]), [[1, 1, 2, 3]]),
        ["Upsample bilinear"] = new(() => Upsample(size: [3, 5], mode: UpsampleMode.Bilinear, align_corners: true), [[1, 1, 2, 3]]),
        ["Upsample linear"] = new(() => Upsample(scale_factor: [1.5], mode: UpsampleMode.Linear), [[1, 2, 4]]),
        ["PixelShuffle"] = new(() => PixelShuffle(2), [[1, 4, 2, 2]]),
        ["Unfold"] = new(() => Unfold((2, 2), padding: (1, 1)), [[1, 1, 3, 3]]),
        ["Fold"] = new(() => Fold((3, 3), (2, 2)), [[1, 4, 4]]),
        ["ChannelShuffle"] = new(() => ChannelShuffle(2), [[1, 4, 2]]),
        ["Sequential"] = new(() => Sequential(Linear(3, 4), Tanh(), BatchNorm1d(4), Linear(4, 1)), [[5, 3]]),
        ["MultiheadAttention"] = new(() => MultiheadAttention(4, 2), [[3, 2, 4]], Attend),
        ["MultiheadAttention masked"] = new(() => MultiheadAttention(4, 2), [[3, 2, 4]], AttendMasked),
        ["MultiheadAttention of other sizes"] = new(() => MultiheadAttention(4, 2, kdim: 3, vdim: 5, bias: false), [[2, 2, 4], [3, 2, 3], [3, 2, 5]], Attend),
        ["MultiheadAttention with more keys"] = new(() => MultiheadAttention(4, 2, add_bias_kv: true, add_zero_attn: true), [[2, 2, 4], [3, 2, 4]], Attend),
        ["MultiheadAttention with dropout"] = new(() => MultiheadAttention(4, 2, dropout: 0.4), [[3, 2, 4]], Attend),
        ["TransformerEncoderLayer"] = new(() => TransformerEncoderLayer(4, 2, 6, dropout: 0.2), [[3, 2, 4]]),
        ["TransformerEncoder"] = new(Encoder, [[3, 2, 4]], (layer, x) => ((TorchSharp.Modules.TransformerEncoder)layer).call(x[0])),
        ["TransformerDecoderLayer"] = new(() => TransformerDecoderLayer(4, 2, 3, dropout: 0.0), [[3, 2, 4], [2, 2, 4]], (layer, x) => ((TorchSharp.Modules.TransformerDecoderLayer)layer).call(x[0], x[1])),
        ["Transformer"] = new(() => Transformer(4, 2, 1, 1, 3, dropout: 0.0), [[3, 2, 4], [2, 2, 4]], Two),
        ["RNN"] = new(() => RNN(3, 2), [[4, 2, 3]], (layer, x) => ((TorchSharp.Modules.RNN)layer).call(x[0]).Item1),
        ["GRU"] = new(() => GRU(3, 2, numLayers: 2, batchFirst: true), [[2, 4, 3]], (layer, x) => ((TorchSharp.Modules.GRU)layer).call(x[0]).Item1),
        ["LSTM"] = new(() => LSTM(3, 2, bidirectional: true), [[4, 2, 3]], (layer, x) => ((TorchSharp.Modules.LSTM)layer).call(x[0]).Item1),
        ["GRUCell"] = new(() => GRUCell(3, 2), [[4, 3]], (layer, x) => ((TorchSharp.Modules.GRUCell)layer).forward(x[0])),
        ["RNNCell"] = new(() => RNNCell(3, 2, NonLinearities.ReLU), [[4, 3]], (layer, x) => ((TorchSharp.Modules.RNNCell)layer).forward(x[0])),
    };

    private static Tensor Two(Module layer, Tensor[] x) => ((Module<Tensor, Tensor, Tensor>)layer).call(x[0], x[1]);

    private static Tensor Attend(Module layer, Tensor[] x)
    {
        var key = x.Length > 1 ? x[1] : x[0];
        var (output, weights) = ((TorchSharp.Modules.MultiheadAttention)layer).call(x[0], key, x.Length > 2 ? x[2] : key);
        return cat([output.reshape(-1), weights.reshape(-1)]);
    }

    private static Tensor AttendMasked(Module layer, Tensor[] x)
    {
        var ahead = ones(3, 3).triu(1).to(ScalarType.Bool);
        var padding = tensor(new[] { false, false, true, false, false, false }, 2, 3);
        return ((TorchSharp.Modules.MultiheadAttention)layer).call(x[0], x[0], x[0], key_padding_mask: padding, need_weights: false, attn_mask: ahead).Item1;
    }

    private static Module Encoder()
    {
        using var layer = TransformerEncoderLayer(4, 2, 3, dropout: 0.0, activation: Activations.GELU);
        return TransformerEncoder(layer, 2);
    }
}
