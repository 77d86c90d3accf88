using ConstrainedLearning.Quantization;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Quantization;

/// <summary>Symmetric and asymmetric grids: numbers by hand, ranges per channel, ties.</summary>
public sealed class UniformQuantizerTests
{
    [Fact]
    public void Symmetric_numbers_by_hand()
    {
        using var scope = NewDisposeScope();
        // n = 3: the grid is -6, -4, .., 6; 1, -5 and 3 are ties, which go to the even code.
        var values = tensor([-6.0, -5, -2.9, -0.4, 0, 1, 1.1, 3, 4.9]);
        var encoded = new SymmetricQuantizer(3).Encode(values);

        encoded.Codes.data<sbyte>().ToArray().Should().Equal(-3, -2, -1, 0, 0, 0, 1, 2, 2);
        encoded.Dequantize().data<double>().ToArray().Should().Equal(-6, -4, -2, 0, 0, 0, 2, 4, 4);
        encoded.Scale.ToDouble().Should().Be(6);
        encoded.ZeroPoint.ToDouble().Should().Be(0);
    }

    [Fact]
    public void Asymmetric_numbers_by_hand()
    {
        using var scope = NewDisposeScope();
        // From -1 to 6 in 7 steps of 1: the zero point is 1.
        var values = tensor([-1.0, -0.6, -0.5, 0, 0.4, 0.5, 1.5, 2.5, 6]);
        var encoded = new AsymmetricQuantizer(3).Encode(values);

        encoded.Codes.data<byte>().ToArray().Should().Equal(0, 0, 1, 1, 1, 1, 3, 3, 7);
        encoded.Dequantize().data<double>().ToArray().Should().Equal(-1, -1, 0, 0, 0, 0, 2, 2, 6);
        encoded.ZeroPoint.ToDouble().Should().Be(1);

        // The zero point of -1.4 to 5.6 in steps of 1 is 1, and the grid moves to -1 .. 6.
        new AsymmetricQuantizer(3).Quantize(tensor([-1.4, 0, 5.6])).data<double>().ToArray().Should().Equal([-1, 0, 6], (left, right) => Math.Abs(left - right) < 1e-14);
    }

    [Fact]
    public void Values_of_one_sign_have_a_range_that_ends_at_0()
    {
        using var scope = NewDisposeScope();
        new AsymmetricQuantizer(2).Quantize(tensor([2.0, 3])).data<double>().ToArray().Should().Equal(2, 3);
        new AsymmetricQuantizer(2).Quantize(tensor([-2.0, -3])).data<double>().ToArray().Should().Equal(-2, -3);
        new AsymmetricQuantizer(1).Quantize(tensor([0.4, 1])).data<double>().ToArray().Should().Equal(0, 1);
    }

    [Fact]
    public void One_bit_is_the_sign_times_the_mean_magnitude_and_no_other_pair_is_nearer()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var values = randn([1000], ScalarType.Float64);
        var rounded = new SymmetricQuantizer(1).Quantize(values);

        (rounded - values.sign() * values.abs().mean()).abs().max().ToDouble().Should().BeLessThan(1e-15);
        var error = (rounded - values).square().mean().ToDouble();
        foreach (var factor in new[] { 0.95, 1.05 }) (rounded * factor - values).square().mean().ToDouble().Should().BeGreaterThan(error);
        new SymmetricQuantizer(1).Quantize(tensor([0.0, 2])).data<double>().ToArray().Should().Equal(-1, 1);
        new SymmetricQuantizer(1).Encode(tensor([0.0, 2])).Codes.data<byte>().ToArray().Should().Equal(0, 1);
    }

    [Fact]
    public void Each_channel_is_quantized_as_it_would_be_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var values = randn([4, 3, 5], ScalarType.Float32) * tensor([1f, 10, 0.01f, 0]).view(4, 1, 1);
        foreach (var bits in new[] { 1, 2, 4, 8 })
        {
            foreach (var axis in new[] { 0, 1, 2 })
            {
                var granularity = Granularity.PerChannel(axis);
                var symmetric = new SymmetricQuantizer(bits) { Granularity = granularity };
                var asymmetric = new AsymmetricQuantizer(bits) { Granularity = granularity };
                for (var channel = 0; channel < values.size(axis); channel++)
                {
                    var alone = values.select(axis, channel);
                    (symmetric.Quantize(values).select(axis, channel) - new SymmetricQuantizer(bits).Quantize(alone)).abs().max().ToDouble().Should().BeLessThan(bits == 1 ? 1e-5 : 1e-30, "means are summed in another order");
                    asymmetric.Quantize(values).select(axis, channel).Equals(new AsymmetricQuantizer(bits).Quantize(alone)).Should().BeTrue();
                }

                symmetric.Encode(values).Scale.numel().Should().Be(values.size(axis));
            }
        }
    }

    [Fact]
    public void Channels_of_a_vector_are_its_numbers()
    {
        using var scope = NewDisposeScope();
        var values = tensor([0.1, -3, 0]);
        foreach (var bits in new[] { 2, 8 })
        {
            new SymmetricQuantizer(bits) { Granularity = Granularity.PerChannel() }.Quantize(values).Equals(values).Should().BeTrue();
            new AsymmetricQuantizer(bits) { Granularity = Granularity.PerChannel() }.Quantize(values).Equals(values).Should().BeTrue();
        }
    }

    [Fact]
    public void A_given_range_clips()
    {
        using var scope = NewDisposeScope();
        var values = tensor([-9.0, -1, 0.2, 9]);
        new SymmetricQuantizer(3) { Limit = 3 }.Quantize(values).data<double>().ToArray().Should().Equal(-3, -1, 0, 3);
        new SymmetricQuantizer(3) { Limit = 3 }.HighPrecision(values).data<double>().ToArray().Should().Equal(-3, -1, 0.2, 3);
        new SymmetricQuantizer(1) { Limit = 3 }.Quantize(values).data<double>().ToArray().Should().Equal(-3, -3, 3, 3);
        new AsymmetricQuantizer(3) { Range = (-2, 5) }.Quantize(values).data<double>().ToArray().Should().Equal(-2, -1, 0, 5);
        new AsymmetricQuantizer(3) { Range = (-2, 5) }.HighPrecision(values).data<double>().ToArray().Should().Equal(-2, -1, 0.2, 5);
    }

    [Fact]
    public void A_range_that_is_none_is_refused()
    {
        foreach (var limit in new[] { 0, -1, double.NaN, double.PositiveInfinity }) FluentActions.Invoking(() => new SymmetricQuantizer(4) { Limit = limit }).Should().Throw<ArgumentOutOfRangeException>();
        foreach (var range in new[] { (0.0, 0.0), (1, 2), (-2, -1), (1, -1), (double.NaN, 1), (-1, double.NaN), (double.NegativeInfinity, 0) })
            FluentActions.Invoking(() => new AsymmetricQuantizer(4) { Range = range }).Should().Throw<ArgumentOutOfRangeException>(range.ToString());
        FluentActions.Invoking(() => Granularity.PerChannel(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new SymmetricQuantizer(4) with { Bits = 17 }).Should().Throw<ArgumentOutOfRangeException>();

        using var scope = NewDisposeScope();
        foreach (var quantizer in new IQuantizer[] { new SymmetricQuantizer(4) { Granularity = Granularity.PerChannel(2) }, new AsymmetricQuantizer(4) { Granularity = Granularity.PerChannel(2) } })
            quantizer.Invoking(q => q.Quantize(ones(2, 3))).Should().Throw<ArgumentException>().WithMessage("*per channel 2*[2, 3]*more than 2 dimensions*");
    }
}
