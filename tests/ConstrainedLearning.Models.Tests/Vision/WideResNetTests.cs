using ConstrainedLearning.Models.Vision;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Vision;

public sealed class WideResNetTests
{
    [Theory]
    [InlineData(10, 1, 78_186)]
    [InlineData(40, 2, 2_246_474)]
    [InlineData(28, 10, 36_489_290)]
    public void Parameters_are_as_many_as_its_layers_hold(int depth, int width, long documented)
    {
        using var scope = NewDisposeScope();
        using var model = new WideResNet(depth, width);

        // Counted from the paper's table 1, which gives 2.2 million for 40-2 and 36.5 million for 28-10; biases are ours.
        var (expected, channels) = (3 * 16 * 9 + 16L, 16L);
        foreach (var outputs in new long[] { 16 * width, 32 * width, 64 * width })
        {
            expected += channels == outputs ? 0 : channels * outputs + outputs;
            for (var block = 0; block < (depth - 4) / 6; block++, channels = outputs)
                expected += 2 * channels + (channels * outputs * 9 + outputs) + 2 * outputs + (outputs * outputs * 9 + outputs);
        }
        expected += 2 * channels + channels * 10 + 10;
        model.parameters().Sum(parameter => parameter.numel()).Should().Be(expected).And.Be(documented);
    }

    [Fact]
    public void Convolutions_start_uniform_with_xaviers_bound_times_root_two_and_without_bias()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new WideResNet(depth: 10, width: 2);
        var state = model.state_dict();

        var weight = state["blocks.2.conv2.weight"];

        // sqrt 2 sqrt(6 / (fan in + fan out)); 147,456 draws come within a thousandth of the ends and leave none beyond
        var bound = MathF.Sqrt(2 * 6f / (2 * 128 * 9));
        weight.abs().max().item<float>().Should().BeInRange(0.999f * bound, bound);
        weight.std().item<float>().Should().BeApproximately(bound / MathF.Sqrt(3), 0.01f * bound);
        state["blocks.2.conv2.bias"].abs().max().item<float>().Should().Be(0);
    }

    [Fact]
    public void Call_of_32_by_32_pictures_gives_class_scores_and_leaves_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var model = new WideResNet(depth: 10, width: 1, classes: 100, channels: 1);
        var pictures = randn(2, 1, 32, 32);
        using var inner = NewDisposeScope();

        var scores = model.call(pictures);

        scores.shape.Should().Equal(2, 100);
        inner.DisposablesCount.Should().Be(1);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(-2)]
    public void Depth_that_is_not_6n_plus_4_is_refused(int depth)
    {
        var create = () => new WideResNet(depth, 1);

        create.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"depth is {depth}, expected 6n + 4 with n at least 1*");
    }
}
