using ConstrainedLearning.Quantization;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Quantization;

/// <summary>What all quantizers have in common, at every bitwidth.</summary>
public sealed class QuantizerTests
{
    private static readonly (string Name, Func<int, IQuantizer> Of, Func<int, double> StepsInTheScale)[] Quantizers =
    [
        ("DoReFa activations", bits => new DoReFaActivations(bits), bits => Levels(bits)),
        ("DoReFa weights", bits => new DoReFaWeights(bits), bits => Levels(bits) / 2),
        ("DoReFa weights as published", bits => new DoReFaWeights(bits) { Scale = DoReFaScale.OneBit }, bits => Levels(bits) / 2),
        ("symmetric", bits => new SymmetricQuantizer(bits), bits => bits == 1 ? 0.5 : Levels(bits - 1)),
        ("symmetric, given", bits => new SymmetricQuantizer(bits) { Limit = 0.8 }, bits => bits == 1 ? 0.5 : Levels(bits - 1)),
        ("symmetric, per channel", bits => new SymmetricQuantizer(bits) { Granularity = Granularity.PerChannel() }, bits => bits == 1 ? 0.5 : Levels(bits - 1)),
        ("asymmetric", bits => new AsymmetricQuantizer(bits), bits => Levels(bits)),
        ("asymmetric, given", bits => new AsymmetricQuantizer(bits) { Range = (-0.3, 1.1) }, bits => Levels(bits)),
        ("asymmetric, per channel", bits => new AsymmetricQuantizer(bits) { Granularity = Granularity.PerChannel() }, bits => Levels(bits)),
        ("learned clip", bits => new LearnedClip(bits, 0.9), bits => Levels(bits)),
        ("learned step of activations", LearnedStep.ForActivations, _ => 1),
        ("learned step of weights", bits => LearnedStep.ForWeights(Math.Max(2, bits)), _ => 1),
    ];

    public static TheoryData<string, int> All
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var (name, _, _) in Quantizers) foreach (var bits in new[] { 1, 2, 3, 4, 5, 6, 7, 8, 12, 16 }) all.Add(name, bits);
            return all;
        }
    }

    public static TheoryData<string> Names => [.. Quantizers.Select(row => row.Name)];

    [Theory, MemberData(nameof(All))]
    public void Values_are_few_rise_with_what_is_rounded_and_are_near_it(string name, int bits)
    {
        using var scope = NewDisposeScope();
        var (_, of, steps) = Quantizers.Single(row => row.Name == name);
        var quantizer = of(bits);
        var values = Values();
        var rounded = quantizer.Quantize(values);
        var smooth = quantizer.HighPrecision(values).detach();
        var codes = quantizer.Encode(values);

        rounded.shape.Should().Equal(values.shape);
        rounded.requires_grad.Should().BeFalse();
        rounded.dtype.Should().Be(ScalarType.Float64);
        foreach (var channel in Enumerable.Range(0, 3))
        {
            var (points, order) = (rounded[channel].flatten(), smooth[channel].flatten().argsort());
            points.unique().output.numel().Should().BeLessThanOrEqualTo(1 << quantizer.Bits);
            points.index_select(0, order).diff(1, 0).ge(0).all().ToBoolean().Should().BeTrue("rounding keeps order");
        }

        // With one bit between -r and r, r being a mean, larger values are further away.
        if (bits == 1 && quantizer is SymmetricQuantizer) return;
        var half = codes.Scale / (2 * steps(bits));
        ((rounded - smooth).abs() / half).max().ToDouble().Should().BeInRange(0.7, 1 + 1e-9, "the largest error of many values is half a step");
    }

    [Theory, MemberData(nameof(All))]
    public void Codes_are_whole_fit_their_type_and_give_the_same_numbers_exactly(string name, int bits)
    {
        using var scope = NewDisposeScope();
        var quantizer = Quantizer(name, bits);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            var values = Values().to(type);
            using var encoded = quantizer.Encode(values);

            encoded.Dequantize().Equals(quantizer.Quantize(values)).Should().BeTrue();
            encoded.Dequantize().dtype.Should().Be(type);
            encoded.Bits.Should().Be(quantizer.Bits);
            encoded.Codes.element_size().Should().Be(bits > 8 ? 4 : 1);
            var (lowest, highest) = (encoded.Codes.min().to(ScalarType.Int64).item<long>(), encoded.Codes.max().to(ScalarType.Int64).item<long>());
            (highest - lowest).Should().BeLessThan(1 << quantizer.Bits);
            var isSigned = name is "learned step of weights" || (name.StartsWith("symmetric", StringComparison.Ordinal) && bits > 1);
            lowest.Should().BeGreaterThanOrEqualTo(isSigned ? -(1 << (quantizer.Bits - 1)) : 0);

            // The same in another order of operations: value = (scale / steps) (code - zero point).
            var affine = (encoded.Codes.to(type) - encoded.ZeroPoint) * (encoded.Scale / encoded.Steps);
            (affine - quantizer.Quantize(values)).abs().max().ToDouble().Should().BeLessThan(type == ScalarType.Float64 ? 1e-14 : 1e-6);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void What_is_on_the_grid_stays_where_it_is(string name, int bits)
    {
        using var scope = NewDisposeScope();
        var quantizer = Quantizer(name, bits);
        var values = Values();
        var once = quantizer.Quantize(values);
        // Normalised weights: those whose tanh is u, up to a factor, have the levels of u.
        var again = quantizer is DoReFaWeights ? (once / once.abs().max() * 0.5).atanh() : once;
        var twice = quantizer.Quantize(again);
        if (quantizer is DoReFaWeights) twice = twice / twice.abs().max() * once.abs().max();

        (twice - once).abs().max().ToDouble().Should().BeLessThan(1e-14);
    }

    [Theory, MemberData(nameof(All))]
    public void Straight_through_has_the_numbers_of_quantizing_exactly(string name, int bits)
    {
        using var scope = NewDisposeScope();
        var quantizer = Quantizer(name, bits);
        var values = Values().to(ScalarType.Float32).requires_grad_();
        var through = quantizer.StraightThrough(values);

        through.requires_grad.Should().BeTrue();
        through.detach().Equals(quantizer.Quantize(values)).Should().BeTrue();
        using (no_grad()) quantizer.StraightThrough(values).Equals(quantizer.Quantize(values)).Should().BeTrue();
    }

    [Theory, MemberData(nameof(Names))]
    public void Not_a_number_is_not_hidden(string name)
    {
        using var scope = NewDisposeScope();
        var quantizer = Quantizer(name, 4);
        quantizer.Quantize(Values());
        var values = Values().index_put_(tensor(double.NaN), TensorIndex.Single(1), TensorIndex.Single(2));

        quantizer.Quantize(values)[1, 2].isnan().all().ToBoolean().Should().BeTrue();
        quantizer.StraightThrough(values)[1, 2].isnan().all().ToBoolean().Should().BeTrue();
        quantizer.Invoking(q => q.Encode(values)).Should().Throw<ArgumentException>().WithMessage("*NaN or infinite*");
        quantizer.Invoking(q => q.Encode(tensor([1.0, double.PositiveInfinity]))).Should().Throw<ArgumentException>().WithMessage("*NaN or infinite*");
    }

    [Theory, MemberData(nameof(Names))]
    public void Constant_values_stay_finite_with_their_gradients(string name)
    {
        using var scope = NewDisposeScope();
        foreach (var value in new[] { 0.0, 0.5, -0.5, 1e-300, -0.0 })
        {
            foreach (var bits in new[] { 1, 2, 8 })
            {
                var quantizer = Quantizer(name, bits);
                var values = full([3, 4], value, ScalarType.Float64).requires_grad_();
                var through = quantizer.StraightThrough(values);
                through.sum().backward();

                through.isfinite().all().ToBoolean().Should().BeTrue($"{value} with {bits} bits");
                values.grad!.isfinite().all().ToBoolean().Should().BeTrue($"{value} with {bits} bits");
                quantizer.Encode(values).Dequantize().Equals(through.detach()).Should().BeTrue();
                if (value == 0 && quantizer is not SymmetricQuantizer { Limit: not null } and not DoReFaWeights { Scale: DoReFaScale.OneBit }) through.abs().max().ToDouble().Should().Be(0);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void What_cannot_be_quantized_is_refused(string name)
    {
        using var scope = NewDisposeScope();
        var quantizer = Quantizer(name, 12);
        foreach (var use in new Func<Tensor, object>[] { quantizer.Quantize, quantizer.HighPrecision, quantizer.StraightThrough, quantizer.Encode })
        {
            use.Invoking(u => u(zeros(0, 3))).Should().Throw<ArgumentException>().WithMessage("*[0, 3]*at least one*");
            use.Invoking(u => u(ones([2], ScalarType.Int64))).Should().Throw<ArgumentException>().WithMessage("*Int64*floating-point*");
            use.Invoking(u => u(ones([2], ScalarType.BFloat16))).Should().Throw<ArgumentException>().WithMessage("*BFloat16*at most 8 bits*");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Bits_are_1_to_16(string name)
    {
        var of = Quantizers.Single(row => row.Name == name).Of;
        foreach (var bits in new[] { 17, 32, int.MaxValue }) of.Invoking(create => create(bits)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*to 16 bits*");
        if (name != "learned step of weights") foreach (var bits in new[] { 0, -1, int.MinValue }) of.Invoking(create => create(bits)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory, MemberData(nameof(Names))]
    public void Sixteen_bit_numbers_are_quantized_within_their_precision(string name)
    {
        using var scope = NewDisposeScope();
        var quantizer = Quantizer(name, 4);
        foreach (var type in new[] { ScalarType.Float16, ScalarType.BFloat16 })
        {
            var values = Values().to(type);
            var rounded = quantizer.Quantize(values);
            var exact = quantizer.Quantize(values.to(ScalarType.Float64));

            rounded.dtype.Should().Be(type);
            quantizer.StraightThrough(values).dtype.Should().Be(type);
            quantizer.HighPrecision(values).dtype.Should().Be(type);
            (rounded.to(ScalarType.Float64) - exact).abs().mean().ToDouble().Should().BeLessThan(0.02);
        }
    }

    private static IQuantizer Quantizer(string name, int bits) => Quantizers.Single(row => row.Name == name).Of(bits);

    private static double Levels(int bits) => Math.Pow(2, bits) - 1;

    // Of both signs and different ranges of channels; none at the end of a range but the largest.
    private static Tensor Values()
    {
        manual_seed(3);
        return (rand([3, 400, 5], ScalarType.Float64) * 2.2 - 1) * tensor([1.0, 0.8, 0.6]).view(3, 1, 1);
    }
}
