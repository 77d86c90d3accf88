using ConstrainedLearning.Models.Forecasting;
using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Forecasting;

/// <summary>Outputs and all gradients in double precision against the models as their papers write them, loop by loop (golden/forecasters.py).</summary>
public sealed class ForecasterGoldenTests
{
    private const int Batch = 2;
    private static readonly ForecastShape _shape = new(Lookback: 12, Horizon: 6, Channels: 3, TimeFeatures: 4);
    private static readonly TransformerOptions _sizes = new() { Width = 8, Heads = 2, FeedForward = 16, LabelLength = 5, Dropout = 0 };

    // The tables of the moving average are in single precision; all else is exact to rounding.
    [Theory]
    [InlineData("informer", 1e-9)]
    [InlineData("autoformer", 1e-6)]
    [InlineData("autoformer-padded", 1e-6)]
    [InlineData("nonstationary", 1e-9)]
    [InlineData("patchtst", 1e-9)]
    public void Forecaster_equals_the_paper_written_out_in_pytorch_forward_and_backward(string name, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var model = Create(name).@double();
        Waves.Fill(model);
        var golden = Golden.Read("forecasters.json")[name]!;
        var gradients = golden.Get<Dictionary<string, double[]>>("gradients");
        model.named_parameters().Select(pair => pair.name).Should().BeEquivalentTo(gradients.Keys);

        var output = model.call(Input());
        (output * Waves.Cosine(output.shape, 0.3, type: ScalarType.Float64)).sum().backward();

        output.shape.Should().Equal(golden.Get<long[]>("outputShape"));
        var expected = golden.Get<double[]>("output");
        var scale = Math.Max(1, expected.Max(Math.Abs));
        output.contiguous().data<double>().ToArray().Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < tolerance * scale);
        foreach (var (parameterName, parameter) in model.named_parameters())
        {
            var (projection, length) = (gradients[parameterName][0], gradients[parameterName][1]);
            var gradient = parameter.grad!;
            (gradient * Waves.Cosine(gradient.shape, 0.1, type: ScalarType.Float64)).sum().item<double>().Should().BeApproximately(projection, tolerance * (10 + 10 * length), parameterName);
            gradient.norm().item<double>().Should().BeApproximately(length, tolerance * (10 + 10 * length), parameterName);
        }
    }

    /// <summary>With the options of golden/forecasters.py; Informer tries its queries on evenly spaced keys in training too.</summary>
    private static Forecaster Create(string name) => name switch
    {
        "informer" => new Informer(_shape, new InformerOptions { Sizes = _sizes, Factor = 1 }, KeySampling.Spaced),
        "autoformer" => new Autoformer(_shape, new AutoformerOptions { Sizes = _sizes, Factor = 1, MovingAverage = 5 }),
        "autoformer-padded" => new Autoformer(_shape, new AutoformerOptions { Sizes = _sizes with { LabelLength = 8 }, Factor = 1, MovingAverage = 5 }),
        "nonstationary" => new NonstationaryTransformer(_shape, new NonstationaryOptions { Sizes = _sizes, ProjectorWidth = 6 }),
        _ => new PatchTST(_shape, new PatchTSTOptions { Sizes = _sizes, PatchLength = 5, PatchStride = 3 }),
    };

    private static ForecastInput Input() => new(
        Waves.Of([Batch, _shape.Lookback, _shape.Channels], 0.5, 0.2, 1.5, ScalarType.Float64) + 0.25,
        Waves.Cosine([Batch, _shape.Lookback, _shape.TimeFeatures], 0.9, 0.5, ScalarType.Float64),
        Waves.Cosine([Batch, _shape.Horizon, _shape.TimeFeatures], 1.1, 0.5, ScalarType.Float64));
}
