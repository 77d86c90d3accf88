using ConstrainedLearning.Models.Forecasting;
using ConstrainedLearning.Models.Forecasting.Layers;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Forecasting;

public sealed class NonstationaryTransformerTests
{
    private static readonly TransformerOptions _sizes = new() { Width = 16, Heads = 4, FeedForward = 32, Dropout = 0 };

    [Fact]
    public void Attention_with_scale_one_and_no_shift_is_full_attention()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var attention = new DestationarySelfAttention(_sizes);
        using var full = new SelfAttention(_sizes);
        full.load_state_dict(attention.state_dict());
        var tokens = randn(3, 10, 16);

        attention.call(tokens, DestationaryFactors.Of(ones(3, 1), zeros(3, 10), 4, 16)).allclose(full.call(tokens), rtol: 1e-5, atol: 1e-6).Should().BeTrue();
    }

    [Fact]
    public void Shift_of_one_row_alone_draws_all_attention_to_it()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var attention = new DestationaryCrossAttention(_sizes);
        var (tokens, memory) = (randn(2, 5, 16), randn(2, 7, 16));
        var shift = zeros(2, 7);
        shift[0, 3] = 1e4;
        shift[1, 6] = 1e4;

        var drawn = attention.call(tokens, memory, DestationaryFactors.Of(ones(2, 1), shift, 4, 16));

        // Every token then gets the value of that row of its own window.
        var chosen = stack([memory[0, 3], memory[1, 6]]).unsqueeze(1).expand(-1, 7, -1);
        var expected = attention.call(tokens, chosen, DestationaryFactors.Of(ones(2, 1), zeros(2, 7), 4, 16));
        drawn.allclose(expected, rtol: 1e-4, atol: 1e-5).Should().BeTrue();
    }

    [Fact]
    public void Level_and_deviation_of_the_window_reach_attention_through_the_projectors()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var shape = new ForecastShape(24, 6, 3, 2);
        using var model = new NonstationaryTransformer(shape, new NonstationaryOptions { Sizes = _sizes });
        model.eval();
        var input = new ForecastInput(randn(2, 24, 3), randn(2, 24, 2), randn(2, 6, 2));

        var moved = model.call(input with { Past = input.Past * 3 + 5 });

        // Without them the prediction would follow exactly.
        moved.allclose(model.call(input) * 3 + 5, rtol: 1e-4, atol: 1e-4).Should().BeFalse();
    }
}
