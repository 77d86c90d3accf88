using ConstrainedLearning.Models.Forecasting;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Forecasting;

public sealed class PyraformerTests
{
    private static readonly PyraformerOptions _small = new()
    {
        Sizes = new() { Width = 8, Heads = 2, FeedForward = 16, Dropout = 0 }, Children = 3, CoarserScales = 2, Neighbours = 3,
    };

    [Theory]
    [InlineData("three scales", 12, 6)]
    [InlineData("two scales", 7, 4)]
    public void Call_equals_pytorch_forward_and_backward(string name, int lookback, int horizon)
    {
        using var scope = NewDisposeScope();
        using var model = new Pyraformer(new(lookback, horizon, 3, 4), _small);

        GoldenModel.Compare(Golden.Read("pyraformer.json")[name]!, model, () => model.call(Inputs.Of(lookback, horizon)));
    }

    [Theory]
    [InlineData(97, new[] { 97, 24, 6 })]
    [InlineData(16, new[] { 16, 4, 1 })]
    [InlineData(7, new[] { 7, 1 })]
    [InlineData(3, new[] { 3 })]
    public void Scales_are_quarters_while_there_is_a_node(int rows, int[] expected) => new Pyramid(rows, new()).Scales.Should().Equal(expected);

    [Fact]
    public void Mask_shows_neighbours_parent_and_children_and_the_last_parent_takes_what_is_left()
    {
        using var scope = NewDisposeScope();
        var pyramid = new Pyramid(7, _small);

        // Rows 0 to 6, their parents 7 (of 0, 1, 2) and 8 (of 3, 4, 5 and the left over 6).
        var mask = pyramid.Mask(neighbours: 3)[0];

        int[] Seen(int node) => [.. Enumerable.Range(0, 9).Where(other => mask[node, other].item<float>() == 0)];
        Seen(0).Should().Equal(0, 1, 7);
        Seen(3).Should().Equal(2, 3, 4, 8);
        Seen(6).Should().Equal(5, 6, 8);
        Seen(7).Should().Equal(0, 1, 2, 7, 8);
        Seen(8).Should().Equal(3, 4, 5, 6, 7, 8);
        mask.Equals(mask.t()).Should().BeTrue();
        pyramid.LastNodes.Should().Equal(6, 8);
    }

    [Fact]
    public void Call_looks_at_the_calendar_of_the_first_future_row_and_no_later_one()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Pyraformer(new(12, 6, 3, 4), _small);
        model.eval();
        var input = Inputs.Of(12, 6);
        ForecastInput Changed(int row)
        {
            var calendar = input.FutureTime.clone();
            calendar.narrow(1, row, 1).add_(1);
            return input with { FutureTime = calendar };
        }

        var future = model.call(input);

        model.call(Changed(1)).allclose(future).Should().BeTrue();
        model.call(Changed(0)).allclose(future).Should().BeFalse();
    }

    [Fact]
    public void State_holds_the_statistics_of_normalisation()
    {
        using var scope = NewDisposeScope();
        using var model = new Pyraformer(new(12, 6, 3, 4), _small);
        using var other = new Pyraformer(new(12, 6, 3, 4), _small);
        model.call(Inputs.Of(12, 6));

        other.load_state_dict(model.state_dict());
        model.eval();
        other.eval();

        other.call(Inputs.Of(12, 6)).Equals(model.call(Inputs.Of(12, 6))).Should().BeTrue();
        model.state_dict().Keys.Should().Contain("coarser.scales.0.norm.running_mean").And.NotContain(name => name.EndsWith("mask") || name.EndsWith("last"));
    }

    [Theory]
    [InlineData("children", 1, "Children is 1, expected at least 2.*")]
    [InlineData("coarserScales", 0, "CoarserScales is 0, expected at least 1.*")]
    [InlineData("neighbours", 4, "Neighbours is 4, expected an odd number above 0.*")]
    [InlineData("neighbours", -1, "Neighbours is -1, expected an odd number above 0.*")]
    [InlineData("heads", 7, "*Width is 512 and Heads is 7, expected heads that divide the width.")]
    public void Create_wrong_option_says_which_and_what_was_expected(string option, double value, string message)
    {
        var create = () => ForecasterRegistry.Create("pyraformer", new(8, 2, 1, 1), new Dictionary<string, double> { [option] = value });

        create.Should().Throw<ArgumentException>().WithMessage(message);
    }
}
