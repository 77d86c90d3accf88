using ConstrainedLearning.Quantization;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Quantization;

public sealed class MeanSquareTests
{
    [Theory]
    [InlineData(false), InlineData(true)]
    public void Value_and_gradient_are_those_of_the_formula_in_any_order_of_memory(bool channelsLast)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var given = randn([2, 5, 4, 3], ScalarType.Float64).requires_grad_();
        var values = channelsLast ? given.permute(0, 3, 1, 2) : given;

        var mean = MeanSquare.Of(values);
        (3 * mean).backward();

        mean.shape.Should().BeEmpty();
        mean.ToDouble().Should().BeApproximately(given.square().mean().ToDouble(), 1e-14);
        (given.grad! - (6.0 / 120) * given).abs().max().ToDouble().Should().BeLessThan(1e-15);
    }

    [Fact]
    public void Short_numbers_are_summed_in_single_precision()
    {
        using var scope = NewDisposeScope();
        var values = full([70_000], 3.0, ScalarType.BFloat16);

        MeanSquare.Of(values).dtype.Should().Be(ScalarType.Float32);
        MeanSquare.Of(values).ToSingle().Should().BeApproximately(9, 1e-3f); // their sum is far beyond what BFloat16 can count to
    }

    // The error of a convolution by its formula, z and Q(W) constants: no gradient but through h(W).
    [Fact]
    public void Error_of_a_normalised_convolution_has_the_gradient_of_its_formula()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var model = nn.Conv2d(3, 4, 3, padding: 1, stride: 2, bias: false).to(ScalarType.Float64);
        var images = randn([5, 3, 8, 8], ScalarType.Float64);
        using var twin = new LowPrecisionTwin(model, LayerPrecision.Of(LayerSite.Of(model), new DoReFaWeights(2), new DoReFaActivations(2)));
        twin.Measure(() => model.call(images)).Errors.sum().backward();
        var gradient = model.weight.grad!.clone();

        var (z, weight) = (new DoReFaActivations(2).Quantize(images), model.weight.detach().requires_grad_());
        Tensor Convolve(Tensor w) => nn.functional.conv2d(z, w, padding: [1, 1], strides: [2, 2]);
        (Convolve(new DoReFaWeights(2).HighPrecision(weight)) - Convolve(new DoReFaWeights(2).Quantize(weight))).square().mean().backward();

        (gradient - weight.grad!).abs().max().ToDouble().Should().BeLessThan(1e-14);
        gradient.abs().max().ToDouble().Should().BeGreaterThan(1e-4);
    }

    [Fact]
    public void Statistics_taken_anew_are_the_plain_mean_over_the_passes()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = nn.Sequential(("layer", nn.Linear(3, 2, hasBias: false)), ("norm", nn.BatchNorm1d(2)), ("drop", nn.Dropout(0.9))).to(ScalarType.Float64);
        using var twin = new LowPrecisionTwin(model, LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(3)));
        Tensor[] batches = [randn([8, 3], ScalarType.Float64), randn([8, 3], ScalarType.Float64), randn([8, 3], ScalarType.Float64)];
        model.eval();

        twin.Calibrate(batches.Select(batch => (Func<Tensor>)(() => model.call(batch))));

        var outputs = batches.Select(batch => batch.matmul(new SymmetricQuantizer(3).Quantize(model.named_parameters().First().parameter).t())).ToList();
        (twin.StateDict()["norm.running_mean"] - stack([.. outputs.Select(output => output.mean([0]))]).mean([0])).abs().max().ToDouble().Should().BeLessThan(1e-12);
        (twin.StateDict()["norm.running_var"] - stack([.. outputs.Select(output => output.var(0))]).mean([0])).abs().max().ToDouble().Should().BeLessThan(1e-12);
        model.named_modules().Should().OnlyContain(pair => !pair.module.training, "modes are put back");
    }
}
