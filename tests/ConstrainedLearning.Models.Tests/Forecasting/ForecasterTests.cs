using ConstrainedLearning.Models.Forecasting;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Forecasting;

public sealed class ForecasterTests
{
    private static readonly Dictionary<string, double> _small = new() { ["width"] = 16, ["heads"] = 4, ["feedForward"] = 32, ["order"] = 8 };

    public static TheoryData<string> Names => [.. ForecasterRegistry.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_gives_batch_by_horizon_by_channels_and_gradients_for_every_parameter(string name)
    {
        using var scope = NewDisposeScope();
        var shape = new ForecastShape(Lookback: 10, Horizon: 4, Channels: 3, TimeFeatures: 2);
        using var model = Create(name, shape);

        var future = model.call(RandomInput(shape, batch: 5));
        future.square().mean().backward();

        future.shape.Should().Equal(5, 4, 3);
        model.parameters().Should().OnlyContain(parameter => parameter.grad! is object && parameter.grad!.isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_one_row_one_channel_one_step_works(string name)
    {
        using var scope = NewDisposeScope();
        var shape = new ForecastShape(1, 1, 1, 1);
        using var model = Create(name, shape);

        model.call(RandomInput(shape, batch: 1)).shape.Should().Equal(1, 1, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_any_lookback_and_horizon_works_from_a_copied_state(string name)
    {
        foreach (var (lookback, horizon) in new[] { (7, 3), (13, 1), (5, 24), (33, 17) })
        {
            using var scope = NewDisposeScope();
            var shape = new ForecastShape(lookback, horizon, 2, 3);
            using var model = Create(name, shape);
            using var other = ForecasterRegistry.Create(name, shape, Small(name));
            other.load_state_dict(model.state_dict());
            var input = RandomInput(shape, batch: 3);
            model.eval();
            other.eval();

            manual_seed(2);
            var future = model.call(input);
            manual_seed(2);

            future.shape.Should().Equal(3, horizon, 2);
            other.call(input).Equals(future).Should().BeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_leaves_only_its_result_behind(string name)
    {
        var shape = new ForecastShape(10, 4, 3, 2);
        using var scope = NewDisposeScope();
        using var model = Create(name, shape);
        var input = RandomInput(shape, batch: 2);
        using var inner = NewDisposeScope();

        model.call(input);

        inner.DisposablesCount.Should().Be(1);
    }

    [Theory]
    [InlineData("itransformer")]
    [InlineData("transformer")]
    [InlineData("informer")]
    [InlineData("autoformer")]
    [InlineData("nonstationary")]
    [InlineData("patchtst")]
    [InlineData("pyraformer")]
    public void Call_drops_activations_in_training_only(string name)
    {
        using var scope = NewDisposeScope();
        var shape = new ForecastShape(10, 4, 3, 2);
        using var model = Create(name, shape);
        var input = RandomInput(shape, batch: 2);

        model.call(input).allclose(model.call(input)).Should().BeFalse();
        model.eval();
        model.call(input).allclose(model.call(input)).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_odd_lookbacks_and_horizons_work_forward_and_backward(string name)
    {
        foreach (var (lookback, horizon, channels) in ((int, int, int)[])[(13, 7, 1), (5, 31, 2), (2, 3, 4), (97, 1, 3)])
        {
            using var scope = NewDisposeScope();
            var shape = new ForecastShape(lookback, horizon, channels, TimeFeatures: 1);
            using var model = Create(name, shape);

            var future = model.call(RandomInput(shape, batch: 3));
            future.square().mean().backward();

            future.shape.Should().Equal(3, horizon, channels);
            model.parameters().Should().OnlyContain(parameter => parameter.grad!.isfinite().all().item<bool>());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void State_of_one_model_makes_another_the_same(string name)
    {
        using var scope = NewDisposeScope();
        var shape = new ForecastShape(10, 4, 3, 2);
        using var first = Create(name, shape);
        var input = RandomInput(shape, batch: 2);
        first.call(input); // moves running statistics, where there are any
        using var second = Create(name, shape, seed: 2);

        second.load_state_dict(first.state_dict());
        first.eval();
        second.eval();

        // Reformer draws its hash at every call.
        manual_seed(3);
        var expected = first.call(input);
        manual_seed(3);
        second.call(input).allclose(expected, rtol: 0, atol: 0).Should().BeTrue();
    }

    [Theory]
    [InlineData("itransformer")]
    [InlineData("nonstationary")]
    [InlineData("patchtst")]
    public void Prediction_follows_the_level_of_the_window(string name)
    {
        using var scope = NewDisposeScope();
        var shape = new ForecastShape(24, 6, 3, 2);
        using var model = Create(name, shape);
        if (model is NonstationaryTransformer) Silence(model, "scale.output.weight", "shift.output.weight");
        model.eval();
        var input = RandomInput(shape, batch: 2);

        var moved = model.call(input with { Past = input.Past * 3 + 50 });

        moved.allclose(model.call(input) * 3 + 50, rtol: 1e-3, atol: 1e-3).Should().BeTrue();
    }

    [Fact]
    public void Transformer_future_rows_do_not_depend_on_later_calendars()
    {
        using var scope = NewDisposeScope();
        var shape = new ForecastShape(10, 4, 3, 2);
        using var model = Create("transformer", shape);
        model.eval();
        var input = RandomInput(shape, batch: 2);
        var changed = input.FutureTime.clone();
        changed.narrow(1, 2, 1).add_(1);

        var before = model.call(input);
        var after = model.call(input with { FutureTime = changed });

        // A row's token also holds its two neighbours' values, but only its own calendar; the mask hides later rows.
        before.narrow(1, 0, 2).allclose(after.narrow(1, 0, 2)).Should().BeTrue();
        before.narrow(1, 2, 2).allclose(after.narrow(1, 2, 2)).Should().BeFalse();
    }

    // Linear(a, b) has ab + b parameters, LayerNorm(d) 2d; attention is four Linear(d, d), a feed-forward part Linear(d, f) and Linear(f, d).
    [Theory]
    [InlineData("dlinear", 2 * (96 * 96 + 96))]
    [InlineData("nlinear", 96 * 96 + 96)]
    [InlineData("itransformer", (96 * 512 + 512) + 2 * EncoderLayer + 2 * 512 + (512 * 96 + 96))]
    [InlineData("transformer", 2 * (3 * 7 * 512 + 4 * 512) + 2 * EncoderLayer + 1 * DecoderLayer + 2 * (2 * 512) + (512 * 7 + 7))]
    [InlineData("informer", 2 * Embedding + 2 * EncoderLayer + (512 * 512 * 3 + 512 + 2 * 512) + DecoderLayer + 2 * (2 * 512) + (512 * 7 + 7))]
    [InlineData("autoformer", 2 * Embedding + 3 * (2 * 512 * 2048) + 4 * Attention + 3 * 512 * 7 + 2 * (2 * 512) + (512 * 7 + 7))]
    [InlineData("nonstationary", 2 * (3 * 7 * 256 + 4 * 256) + 4 * Narrow + 3 * (256 * 512 + 512 + 512 * 256 + 256) + (4 + 3 + 2) * (2 * 256) + (256 * 7 + 7)
        + 2 * (3 * 96 + (2 * 7 * 128 + 128) + (128 * 128 + 128)) + 128 * 1 + 128 * 96)]
    [InlineData("patchtst", (16 * 128 + 128) + 12 * 128 + 3 * (4 * (128 * 128 + 128) + (128 * 256 + 256 + 256 * 128 + 128) + 2 * (2 * 128)) + (12 * 128 * 96 + 96))]
    [InlineData("reformer", 3 * 7 * 512 + 4 * 512 + 2 * HashedLayer + 2 * 512 + (512 * 7 + 7))]
    [InlineData("pyraformer", 3 * 7 * 512 + 4 * 512 + Bottleneck + 2 * EncoderLayer + (3 * 512 * 96 * 7 + 96 * 7))]
    [InlineData("film", 2 * 7 + 3 * (32 * 2 * 256 * 256) + 4)]
    public void Parameters_of_the_default_model_are_as_many_as_the_formula_says(string name, long expected)
    {
        using var scope = NewDisposeScope();
        using var model = ForecasterRegistry.Create(name, new ForecastShape(96, 96, 7, 4));

        model.parameters().Sum(parameter => parameter.numel()).Should().Be(expected);
    }

    private const long Embedding = 3 * 7 * 512 + 4 * 512;
    private const long Narrow = 4 * (256 * 256 + 256);
    private const long HashedLayer = EncoderLayer - 512 * 512 - 3 * 512; // query and key in one, and no shifts but the output's
    private const long Bottleneck = (512 * 128 + 128) + 2 * (4 * 128 * 128 + 3 * 128) + (128 * 512 + 512) + 2 * 512;
    private const long Attention = 4 * (512 * 512 + 512);
    private const long FeedForward = 512 * 2048 + 2048 + 2048 * 512 + 512;
    private const long EncoderLayer = Attention + FeedForward + 2 * (2 * 512);
    private const long DecoderLayer = 2 * Attention + FeedForward + 3 * (2 * 512);

    private static void Silence(Forecaster model, params string[] names)
    {
        using var frozen = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
            if (names.Contains(name)) parameter.zero_();
    }

    private static Forecaster Create(string name, ForecastShape shape, long seed = 1)
    {
        manual_seed(seed);
        manual_seed(1);
        return ForecasterRegistry.Create(name, shape, Small(name));
    }

    private static Dictionary<string, double> Small(string name)
    {
        var known = ForecasterRegistry.Find(name).Resolve();
        return _small.Where(pair => known.ContainsKey(pair.Key)).ToDictionary();
    }

    private static ForecastInput RandomInput(ForecastShape shape, long batch) =>
        new(randn(batch, shape.Lookback, shape.Channels), randn(batch, shape.Lookback, shape.TimeFeatures), randn(batch, shape.Horizon, shape.TimeFeatures));
}
