using ConstrainedLearning.Models.Forecasting;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Forecasting;

public sealed class PatchTSTTests
{
    [Fact]
    public void Prediction_of_a_channel_does_not_depend_on_the_others()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new PatchTST(new ForecastShape(40, 6, 3, 0));
        model.eval();
        var past = randn(2, 40, 3);
        var changed = past.clone();
        changed.narrow(2, 1, 1).mul_(-2);

        var (before, after) = (model.call(Input(past)), model.call(Input(changed)));

        before.narrow(2, 0, 1).allclose(after.narrow(2, 0, 1)).Should().BeTrue();
        before.narrow(2, 1, 1).allclose(after.narrow(2, 1, 1)).Should().BeFalse();
        before.narrow(2, 2, 1).allclose(after.narrow(2, 2, 1)).Should().BeTrue();
    }

    [Theory]
    [InlineData(336, 42)] // PatchTST/42 of the paper
    [InlineData(512, 64)] // PatchTST/64
    [InlineData(96, 12)]
    [InlineData(16, 2)]
    [InlineData(5, 2)] // a window shorter than a patch
    public void Window_becomes_as_many_tokens_as_published(int lookback, int tokens)
    {
        using var scope = NewDisposeScope();
        using var model = new PatchTST(new ForecastShape(lookback, 4, 1, 0));

        model.state_dict()["position"].shape.Should().Equal(tokens, 128);
    }

    [Fact]
    public void Every_row_of_the_window_matters()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new PatchTST(new ForecastShape(29, 4, 1, 0), new PatchTSTOptions { PatchLength = 6, PatchStride = 4 });
        model.eval();
        var past = randn(1, 29, 1).requires_grad_();

        model.call(Input(past)).square().sum().backward();

        past.grad!.flatten().data<float>().ToArray().Should().OnlyContain(slope => Math.Abs(slope) > 0);
    }

    private static ForecastInput Input(Tensor past) => new(past, zeros([past.shape[0], past.shape[1], 0]), zeros([past.shape[0], 4, 0]));
}
