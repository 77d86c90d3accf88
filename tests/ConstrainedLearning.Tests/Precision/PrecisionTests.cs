using static TorchSharp.torch;

namespace ConstrainedLearning.Tests;

public sealed class PrecisionTests
{
    [Fact]
    public void Only_float16_scales_the_objective()
    {
        Precision.Full.StartLossScale().Should().BeNull();
        Precision.BFloat16.StartLossScale().Should().BeNull();
        Precision.Float16().StartLossScale()!.Value.Should().Be(65536);
        Precision.Float16(initialScale: 8).StartLossScale()!.Value.Should().Be(8);
    }

    [Fact]
    public void Precisions_of_the_same_numbers_are_equal()
    {
        Precision.Float16(1024, 10).Should().Be(Precision.Float16(1024, 10)).And.NotBe(Precision.Float16(1024, 11)).And.NotBe(Precision.Float16(512, 10));
        Precision.Full.Should().NotBe(Precision.BFloat16);
    }

    [Fact]
    public void Text_names_the_type_and_its_numbers()
    {
        Precision.Full.ToString().Should().Be("full");
        Precision.BFloat16.ToString().Should().Be("bfloat16");
        Precision.Float16(1024, 10).ToString().Should().Be("float16 (loss scale from 1024, doubled every 10 steps)");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(2e38)]
    [InlineData(0.0009)]
    public void Scale_that_float32_or_the_search_cannot_hold_is_refused(double scale) =>
        FluentActions.Invoking(() => Precision.Float16(scale)).Should().Throw<ArgumentException>().WithMessage("*2^-10 to 2^127, got*");

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Interval_below_one_step_is_refused(int interval) =>
        FluentActions.Invoking(() => Precision.Float16(growthInterval: interval)).Should().Throw<ArgumentException>().WithMessage("*at least one*got*");

    [Fact]
    public void Full_precision_enters_no_region()
    {
        using var a = ones(2, 2);

        Autocast.Enter(Precision.Full, CPU).Should().BeNull();

        a.matmul(a).dtype.Should().Be(ScalarType.Float32);
    }

    [Fact]
    public void Bfloat16_computes_products_in_it_until_left()
    {
        using var scope = NewDisposeScope();
        var a = ones(2, 2);

        using (Autocast.Enter(Precision.BFloat16, CPU)) a.matmul(a).dtype.Should().Be(ScalarType.BFloat16);

        a.matmul(a).dtype.Should().Be(ScalarType.Float32);
    }

    [Fact]
    public void Float16_on_the_cpu_is_refused() =>
        FluentActions.Invoking(() => Autocast.Enter(Precision.Float16(), CPU)).Should().Throw<ArgumentException>().WithMessage("*CPU to Float16*expected BFloat16*");
}
