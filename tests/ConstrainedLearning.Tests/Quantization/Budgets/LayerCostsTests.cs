using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Budgets;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Quantization.Budgets;

/// <summary>Counts against the formulas of the layers.</summary>
public sealed class LayerCostsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Convolutions_count_their_places_whatever_the_batch(long samples)
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(
            ("stem", Conv2d(3, 8, 3, stride: 2, padding: 1)), // 16 x 12 -> 8 x 6
            ("grouped", Conv2d(8, 12, 3, padding: 1, groups: 4, bias: false)),
            ("depthwise", Conv2d(12, 12, 5, padding: 2, groups: 12)),
            ("point", Conv2d(12, 5, 1)),
            ("flat", Flatten()),
            ("head", Linear(5 * 8 * 6, 7)));
        var images = zeros([samples, 3, 16, 12]);

        LayerCosts.Measure(LayerSite.Of(model), () => model.call(images)).Should().Equal(
            new LayerCost("stem", 3 * 8 * 9, 48 * 3 * 8 * 9),
            new LayerCost("grouped", 2 * 12 * 9, 48 * 2 * 12 * 9),
            new LayerCost("depthwise", 12 * 25, 48 * 12 * 25),
            new LayerCost("point", 12 * 5, 48 * 12 * 5),
            new LayerCost("head", 240 * 7, 240 * 7));
    }

    [Fact]
    public void Linear_layers_count_tokens_and_repeated_calls()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("shared", Linear(4, 4)), ("out", Linear(4, 2)));
        using var sequence = Conv1d(4, 6, 3, padding: 1);
        var tokens = zeros([5, 10, 4]);

        LayerCosts.Measure(LayerSite.Of(model), () => model.call(((Module<Tensor, Tensor>)model[0]).call(tokens))).Should().Equal(new LayerCost("shared", 16, 2 * 10 * 16), new LayerCost("out", 8, 10 * 8));
        LayerCosts.Measure(LayerSite.Of(sequence), () => sequence.call(zeros([2, 4, 9]))).Single().Multiplications.Should().Be(9 * 4 * 6 * 3);
    }

    [Fact]
    public void Leaves_no_hook_and_says_what_was_not_called()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("used", Linear(2, 2)), ("unused", Linear(2, 2)));
        var used = (Module<Tensor, Tensor>)model[0];
        var inputs = zeros([3, 2]);

        var missing = () => LayerCosts.Measure(LayerSite.Of(model), () => used.call(inputs));
        var folded = () => LayerCosts.Measure(LayerSite.Of(model, "used"), () => used.call(inputs).reshape(2, 3));
        var thrown = () => LayerCosts.Measure(LayerSite.Of(model, "used"), () => throw new InvalidOperationException("inside"));

        missing.Should().Throw<ArgumentException>().WithMessage("*'unused' is not called*");
        folded.Should().Throw<ArgumentException>().WithMessage("*'used' is applied at 3 places for 2 samples*");
        thrown.Should().Throw<InvalidOperationException>().WithMessage("inside");
        LayerCosts.Measure(LayerSite.Of(model, "used"), () => used.call(inputs)).Single().Multiplications.Should().Be(4, "no hook of before counts on");
    }
}
