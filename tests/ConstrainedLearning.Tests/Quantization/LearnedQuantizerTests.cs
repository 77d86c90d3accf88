using ConstrainedLearning.Quantization;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Quantization;

/// <summary>Modules that learn their range: what they learn, and their state.</summary>
public sealed class LearnedQuantizerTests
{
    [Fact]
    public void A_learned_clip_finds_the_range_of_what_it_has_to_reproduce()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var clip = new LearnedClip(8, 3);
        var optimizer = optim.SGD(clip.parameters(), 0.5);
        var values = rand(4000) * 3;
        var target = values.clamp_max(1.2);
        for (var i = 0; i < 200; i++) Step(optimizer, () => nn.functional.mse_loss(clip.call(values), target));

        clip.parameters().Single().item<float>().Should().BeApproximately(1.2f, 0.02f);
    }

    /// <summary>The error over a fine set of steps has its minimum where descent by the published gradient goes.</summary>
    [Theory]
    [InlineData(2), InlineData(3)]
    public void A_learned_step_comes_near_the_least_error(int bits)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var module = LearnedStep.ForWeights(bits);
        var values = randn(20_000);
        module.call(values);
        var step = module.parameters().Single();
        var errors = Enumerable.Range(20, 181).Select(i => i / 100.0).ToDictionary(size => size, size => Error(size));
        using (no_grad()) step.fill_(1.8);
        var optimizer = optim.SGD(module.parameters(), 20);
        for (var i = 0; i < 300; i++) Step(optimizer, () => nn.functional.mse_loss(module.call(values), values));

        Error(step.item<float>()).Should().BeLessThan(1.02 * errors.Values.Min());

        double Error(double size)
        {
            using var _ = no_grad();
            step.fill_(size);
            return nn.functional.mse_loss(module.Quantize(values), values).ToDouble();
        }
    }

    [Fact]
    public void A_step_starts_once_and_is_part_of_the_state()
    {
        using var scope = NewDisposeScope();
        using var module = LearnedStep.ForActivations(4);
        module.Quantize(tensor([0f, 1, 2, 3]));
        var size = module.parameters().Single().item<float>();
        size.Should().BeApproximately((float)(3 / Math.Sqrt(15)), 1e-6f);
        module.Quantize(tensor([100f]));
        module.parameters().Single().item<float>().Should().Be(size);

        using var copy = LearnedStep.ForActivations(4);
        copy.load_state_dict(module.state_dict());
        copy.call(tensor([100f])).item<float>().Should().Be(15 * size);
        copy.state_dict().Keys.Should().BeEquivalentTo("step", "started");
    }

    [Fact]
    public void A_refused_tensor_does_not_start_a_step()
    {
        using var scope = NewDisposeScope();
        using var module = LearnedStep.ForWeights(4);
        module.Invoking(m => m.Quantize(zeros(0))).Should().Throw<ArgumentException>();
        module.Invoking(m => m.Encode(tensor([1f, float.NaN]))).Should().Throw<ArgumentException>();
        module.Quantize(tensor([3f, -3]));
        module.parameters().Single().item<float>().Should().BeApproximately((float)(6 / Math.Sqrt(7)), 1e-6f);
    }

    [Fact]
    public void Parameters_outside_their_domain_are_refused()
    {
        foreach (var initial in new[] { 0, -1, double.NaN, double.PositiveInfinity }) FluentActions.Invoking(() => new LearnedClip(4, initial)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LearnedStep.ForWeights(1)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*2 to 16 bits*");
    }

    [Fact]
    public void Codes_keep_their_numbers_when_the_range_goes_on_learning()
    {
        using var scope = NewDisposeScope();
        using var clip = new LearnedClip(4, 2);
        var values = tensor([0.5f, 1, 3]);
        var encoded = clip.Encode(values);
        var before = clip.Quantize(values);
        using (no_grad()) clip.parameters().Single().fill_(1);

        encoded.Dequantize().Equals(before).Should().BeTrue();
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var outer = NewDisposeScope();
        var values = rand(8, 3).requires_grad_();
        foreach (var quantizer in new IQuantizer[] { new DoReFaWeights(4), new DoReFaActivations(4), new SymmetricQuantizer(4), new AsymmetricQuantizer(4), new LearnedClip(4), LearnedStep.ForWeights(4) })
        {
            quantizer.Quantize(values);
            using var scope = NewDisposeScope();
            quantizer.Quantize(values);
            quantizer.HighPrecision(values);
            quantizer.StraightThrough(values);
            scope.DisposablesCount.Should().Be(3);
            quantizer.Encode(values);
            scope.DisposablesCount.Should().Be(6, "codes, scale and zero point");
        }
    }

    private static void Step(optim.Optimizer optimizer, Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        loss().backward();
        optimizer.step();
    }
}
