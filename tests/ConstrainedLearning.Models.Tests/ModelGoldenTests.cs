using ConstrainedLearning.Models.Basic;
using ConstrainedLearning.Models.Forecasting;
using ConstrainedLearning.Models.Vision;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests;

/// <summary>Outputs and all gradients against networks rebuilt from PyTorch's own layers (golden/models.py).</summary>
public sealed class ModelGoldenTests
{
    private const int Batch = 2;
    private static readonly ForecastShape _shape = new(Lookback: 12, Horizon: 6, Channels: 3, TimeFeatures: 4);
    private static readonly TransformerOptions _transformer = new() { Width = 8, Heads = 2, FeedForward = 16, LabelLength = 5, Dropout = 0 };

    public static TheoryData<string> Forecasters => ["dlinear", "nlinear", "itransformer", "transformer"];

    [Theory]
    [MemberData(nameof(Forecasters))]
    public void Forecaster_equals_pytorch_forward_and_backward(string name)
    {
        using var scope = NewDisposeScope();
        using Forecaster model = name switch
        {
            "dlinear" => new DLinear(_shape, new DLinearOptions { MovingAverage = 5 }),
            "nlinear" => new NLinear(_shape),
            "itransformer" => new ITransformer(_shape, _transformer),
            _ => new VanillaTransformer(_shape, _transformer),
        };
        Compare(name, model, () => model.call(Input()));
    }

    [Fact]
    public void Mlp_equals_pytorch_forward_and_backward()
    {
        using var scope = NewDisposeScope();
        using var model = new Mlp(5, 7, 6, 2);
        Compare("mlp", model, () => model.call(Waves.Of([4, 5], 0.5, 0.2, 1.5) + 0.25));
    }

    [Fact]
    public void ResNet20_equals_pytorch_forward_and_backward()
    {
        using var scope = NewDisposeScope();
        using var model = new ResNet20();
        Compare("resnet20", model, () => model.call(Waves.Of([2, 3, 8, 8], 0.37, 0.2, 1.5)));
    }

    [Fact]
    public void Mlp_of_pictures_with_tanh_equals_pytorch_forward_and_backward()
    {
        using var scope = NewDisposeScope();
        using var model = new Mlp(static x => x.tanh_(), 6, 5, 3);
        Compare("tanhmlp", model, () => model.call(Waves.Of([4, 1, 2, 3], 0.5, 0.2, 1.5) + 0.25));
    }

    [Theory]
    [InlineData(1, 28)]
    [InlineData(3, 32)]
    public void LeNet_equals_pytorch_forward_and_backward(int channels, int side)
    {
        using var scope = NewDisposeScope();
        using var model = new LeNet(new(channels, side, side, Classes: 10));
        Compare($"lenet{side}", model, () => model.call(Waves.Of([2, channels, side, side], 0.37, 0.2, 1.5)));
    }

    [Fact]
    public void WideResNet_equals_pytorch_forward_and_backward()
    {
        using var scope = NewDisposeScope();
        using var model = new WideResNet(depth: 16, width: 2);
        Compare("wideresnet", model, () => model.call(Waves.Of([2, 3, 8, 8], 0.37, 0.2, 1.5)));
    }

    [Theory]
    [InlineData("preresnet20", Activation.Clip), InlineData("preresnet20relu", Activation.Rectify)]
    public void PreActivationResNet20_equals_pytorch_forward_and_backward(string name, Activation activation)
    {
        using var scope = NewDisposeScope();
        using var model = new PreActivationResNet20(activation: activation);
        Compare(name, model, () => model.call(Waves.Of([2, 3, 8, 8], 0.37, 0.2, 1.5)));
    }

    /// <summary>The inputs of golden/models.py.</summary>
    internal static ForecastInput Input() => new(
        Waves.Of([Batch, _shape.Lookback, _shape.Channels], 0.5, 0.2, 1.5) + 0.25,
        Waves.Cosine([Batch, _shape.Lookback, _shape.TimeFeatures], 0.9, 0.5),
        Waves.Cosine([Batch, _shape.Horizon, _shape.TimeFeatures], 1.1, 0.5));

    private static void Compare(string name, nn.Module model, Func<Tensor> forward) => GoldenModel.Compare(Golden.Read("models.json")[name]!, model, forward);
}
