using ConstrainedLearning.Models.Forecasting;
using ConstrainedLearning.Models.Forecasting.Layers;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Forecasting;

public sealed class InformerTests
{
    private static readonly TransformerOptions _sizes = new() { Width = 16, Heads = 4, FeedForward = 32, Dropout = 0 };
    private static readonly ForecastShape _shape = new(Lookback: 40, Horizon: 6, Channels: 3, TimeFeatures: 2);

    [Fact]
    public void Keys_are_drawn_anew_in_training_and_fixed_in_evaluation()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Informer(_shape, new InformerOptions { Sizes = _sizes, Factor = 1 });
        var input = RandomInput();

        var (first, second) = (model.call(input), model.call(input));
        manual_seed(5);
        var third = model.call(input);
        manual_seed(5);
        var again = model.call(input);
        model.eval();

        first.allclose(second, rtol: 0, atol: 0).Should().BeFalse();
        third.allclose(again, rtol: 0, atol: 0).Should().BeTrue();
        model.call(input).allclose(model.call(input), rtol: 0, atol: 0).Should().BeTrue();
    }

    [Fact]
    public void Sampler_is_asked_for_as_many_keys_as_the_paper_says()
    {
        using var scope = NewDisposeScope();
        var asked = new List<(int Queries, int Keys, int Count)>();
        using var model = new Informer(_shape, new InformerOptions { Sizes = _sizes, Factor = 2 }, (queries, keys, count, device) =>
        {
            asked.Add((queries, keys, count));
            return KeySampling.Drawn(queries, keys, count, device);
        });

        model.call(RandomInput());

        // 2 ceil(ln N) for the window's 40 rows, the 20 that distilling leaves, and the decoder's 40 + 6.
        asked.Should().Equal((40, 40, 8), (20, 20, 6), (46, 46, 8));
    }

    [Fact]
    public void Drawn_keys_are_in_range_and_differ_between_queries()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);

        var keys = KeySampling.Drawn(50, 7, 20, CPU).data<long>().ToArray();

        keys.Should().HaveCount(50 * 20).And.OnlyContain(key => key >= 0 && key < 7);
        keys.Distinct().Should().HaveCount(7);
        keys.Chunk(20).Select(row => string.Join(',', row)).Distinct().Count().Should().BeGreaterThan(40);
    }

    [Fact]
    public void Spaced_keys_are_distinct_and_begin_at_the_query()
    {
        using var scope = NewDisposeScope();

        var rows = KeySampling.Spaced(9, 9, 4, CPU).data<long>().ToArray().Chunk(4).ToList();

        rows[0].Should().Equal(0, 2, 4, 6);
        rows[7].Should().Equal(7, 0, 2, 4);
        rows.Should().OnlyContain(row => row.Distinct().Count() == 4);
    }

    [Fact]
    public void Attention_of_every_row_is_full_attention()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var sparse = new ProbSparseAttention(_sizes, 11, factor: 100, causal: true, KeySampling.Drawn);
        using var full = new SelfAttention(_sizes, 11);
        full.load_state_dict(sparse.state_dict());
        var tokens = randn(3, 11, 16);

        sparse.call(tokens).allclose(full.call(tokens), rtol: 1e-5, atol: 1e-6).Should().BeTrue();
    }

    private static ForecastInput RandomInput() =>
        new(randn(2, _shape.Lookback, _shape.Channels), randn(2, _shape.Lookback, _shape.TimeFeatures), randn(2, _shape.Horizon, _shape.TimeFeatures));
}
