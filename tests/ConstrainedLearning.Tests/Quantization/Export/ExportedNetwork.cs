using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Export;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Quantization.Export;

/// <summary>Small networks to export.</summary>
/// <param name="Name">Of the network.</param>
/// <param name="Make">New, with random weights.</param>
/// <param name="Sample">The shape of one input.</param>
internal sealed record ExportedNetwork(string Name, Func<Module<Tensor, Tensor>> Make, long[] Sample)
{
    internal static IReadOnlyList<ExportedNetwork> All { get; } =
    [
        new("perceptron", () => Sequential(Linear(12, 16), LayerNorm(16), ReLU(), Linear(16, 16), LayerNorm(16), ReLU(), Linear(16, 4)), [12]),
        new("convolutions", () => Sequential(
            Conv2d(3, 8, 3, padding: 1), BatchNorm2d(8), ReLU(), Conv2d(8, 8, 3, stride: 2, padding: 1, groups: 2, bias: false), BatchNorm2d(8), ReLU(),
            Conv2d(8, 12, 3, dilation: 2), BatchNorm2d(12), ReLU(), AdaptiveAvgPool2d(1), Flatten(), Linear(12, 4)), [3, 12, 12]),
    ];

    /// <summary>The outputs of a twin with statistics of its own, and of another model that was loaded from what the twin exported.</summary>
    internal (Tensor Twin, Tensor Loaded) TwinAndLoaded(Func<Module, IReadOnlyList<LayerPrecision>> layers, ScalarType type)
    {
        manual_seed(11);
        using var scope = NewDisposeScope();
        using var model = Make().to(type);
        using var other = Make().to(type);
        using var twin = new LowPrecisionTwin(model, layers(model));
        var input = randn([100, .. Sample], type);
        for (var batch = 0; batch < 3; batch++) twin.Run(() => model.call(randn([50, .. Sample], type)));
        model.eval();
        var low = twin.Run(() => model.call(input));

        using var exported = QuantizedModel.Of(model, twin);
        using var again = QuantizedModel.From(exported.Tensors, exported.Metadata);
        using var loaded = again.LoadInto(other);
        foreach (var quantizer in twin.Layers.SelectMany(layer => new[] { layer.Weight, layer.Input }).OfType<IDisposable>().Distinct()) quantizer.Dispose();
        return (low.MoveToOuterDisposeScope(), loaded.Run(() => other.call(input)).MoveToOuterDisposeScope());
    }
}
