using ConstrainedLearning.Quantization;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Quantization;

/// <summary>Gradients beside the papers' formulae, written out number by number.</summary>
public sealed class StraightThroughTests
{
    [Theory]
    [InlineData(1, DoReFaScale.Always), InlineData(2, DoReFaScale.Always), InlineData(4, DoReFaScale.OneBit), InlineData(1, DoReFaScale.OneBit)]
    public void DoReFa_weights_have_the_gradient_of_their_normalisation_and_a_constant_mean(int bits, DoReFaScale scale)
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        var (values, direction) = (randn([3, 5], ScalarType.Float64).requires_grad_(), randn([3, 5], ScalarType.Float64));
        var quantizer = new DoReFaWeights(bits) { Scale = scale };

        var (v, g) = (values.detach().data<double>().ToArray(), direction.data<double>().ToArray());
        double[] t = [.. v.Select(Math.Tanh)];
        var k = Array.IndexOf(t, t.MaxBy(Math.Abs));
        var (largest, mean) = (Math.Abs(t[k]), scale == DoReFaScale.Always || bits == 1 ? v.Average(Math.Abs) : 1);
        double[] expected = [.. v.Select((_, i) => mean * g[i] * (1 - t[i] * t[i]) / largest)];
        expected[k] -= mean * g.Zip(t, (gi, ti) => gi * ti).Sum() * Math.Sign(t[k]) * (1 - t[k] * t[k]) / (largest * largest);

        Gradient(values, quantizer.StraightThrough(values), direction).Should().Equal(expected, Near);
        Gradient(values, quantizer.HighPrecision(values), direction).Should().Equal(expected, Near);
        quantizer.HighPrecision(values).detach().data<double>().ToArray().Should().Equal(t.Select(ti => mean * ti / largest), Near);
    }

    [Fact]
    public void Clipped_values_have_gradient_0_outside_the_range_and_1_inside()
    {
        using var scope = NewDisposeScope();
        var values = tensor([-2.0, -0.5, -0.1, 0.2, 0.6, 1.5]).requires_grad_();
        Gradient(values, new DoReFaActivations(2).StraightThrough(values)).Should().Equal(0, 0, 0, 1, 1, 0);
        Gradient(values, new SymmetricQuantizer(2) { Limit = 0.4 }.StraightThrough(values)).Should().Equal(0, 0, 1, 1, 0, 0);
        Gradient(values, new AsymmetricQuantizer(2) { Range = (-0.2, 1) }.StraightThrough(values)).Should().Equal(0, 0, 1, 1, 1, 0);
        foreach (var granularity in new[] { Granularity.PerTensor, Granularity.PerChannel() })
        {
            Gradient(values, new SymmetricQuantizer(2) { Granularity = granularity }.StraightThrough(values)).Should().Equal(1, 1, 1, 1, 1, 1);
            Gradient(values, new AsymmetricQuantizer(2) { Granularity = granularity }.StraightThrough(values)).Should().Equal(1, 1, 1, 1, 1, 1);
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(4), InlineData(8)]
    public void A_learned_clip_has_the_published_gradients(int bits)
    {
        using var scope = NewDisposeScope();
        manual_seed(13);
        using var clip = new LearnedClip(bits, 0.75);
        var values = cat([randn([50], ScalarType.Float64), tensor([0.75])]).requires_grad_();
        var direction = randn([51], ScalarType.Float64);
        var (v, g) = (values.detach().data<double>().ToArray(), direction.data<double>().ToArray());

        foreach (var use in new Func<Tensor, Tensor>[] { clip.StraightThrough, clip.HighPrecision, clip.call })
        {
            clip.zero_grad();
            Gradient(values, use(values), direction).Should().Equal(v.Zip(g, (vi, gi) => vi > 0 && vi < 0.75 ? gi : 0));
            clip.parameters().Single().grad!.ToDouble().Should().BeApproximately(v.Zip(g, (vi, gi) => vi >= 0.75 ? gi : 0).Sum(), 1e-6);
        }

        var n = Math.Pow(2, bits) - 1;
        clip.call(values).detach().data<double>().ToArray().Should().Equal(v.Select(vi => Math.Round(Math.Clamp(vi, 0, 0.75) * n / 0.75) * 0.75 / n), Near);
    }

    [Theory]
    [InlineData(2, true), InlineData(4, true), InlineData(8, true), InlineData(1, false), InlineData(2, false), InlineData(4, false)]
    public void A_learned_step_has_the_published_gradients(int bits, bool isWeight)
    {
        using var scope = NewDisposeScope();
        manual_seed(17);
        using var module = isWeight ? LearnedStep.ForWeights(bits) : LearnedStep.ForActivations(bits);
        var (q, p) = isWeight ? (Math.Pow(2, bits - 1), Math.Pow(2, bits - 1) - 1) : (0, Math.Pow(2, bits) - 1);
        // Zeros and ends of the range are outside of it, as published.
        var values = randn([10, 6], ScalarType.Float64).requires_grad_();
        module.call(values);
        var step = module.parameters().Single();
        step.ToDouble().Should().BeApproximately(2 * values.abs().mean().ToDouble() / Math.Sqrt(p), 1e-6);

        using (no_grad()) step.fill_(0.25);
        using (no_grad()) values[0] = tensor([0.0, 0.25 * p, -0.25 * q, 0.25 * p + 1, -0.25 * q - 1, 0.125]);
        var direction = randn([10, 6], ScalarType.Float64);
        var (v, g) = (values.detach().data<double>().ToArray(), direction.data<double>().ToArray());
        bool IsInside(double ratio) => ratio > -q && ratio < p;
        double Slope(double ratio) => IsInside(ratio) ? Math.Round(ratio) - ratio : ratio <= -q ? -q : p;

        Gradient(values, module.StraightThrough(values), direction).Should().Equal(v.Zip(g, (vi, gi) => IsInside(vi / 0.25) ? gi : 0), Near);
        var scale = 1 / Math.Sqrt((isWeight ? 60 : 6) * p);
        step.grad!.ToDouble().Should().BeApproximately(scale * v.Zip(g, (vi, gi) => gi * Slope(vi / 0.25)).Sum(), 1e-5);
        module.call(values).detach().data<double>().ToArray().Should().Equal(v.Select(vi => Math.Round(Math.Clamp(vi / 0.25, -q, p)) * 0.25), Near);
        module.HighPrecision(values).detach().data<double>().ToArray().Should().Equal(v.Select(vi => Math.Clamp(vi, -q * 0.25, p * 0.25)), Near);
    }

    private static double[] Gradient(Tensor values, Tensor result, Tensor? direction = null)
    {
        values.grad = null;
        (direction is null ? result : result * direction).sum().backward();
        return values.grad!.data<double>().ToArray();
    }

    private static bool Near(double left, double right) => Math.Abs(left - right) < 1e-12;
}
