using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

public sealed class PromotionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("add")]
    [InlineData("div")]
    public void Operation_on_two_types_has_the_type_of_PyTorch(string operation)
    {
        foreach (var (types, result) in SequenceGolden.Promotions(operation))
        {
            var (left, right) = (ones(2, types[0]), ones(2, types[1]));
            (operation == "add" ? left + right : left / right).dtype.Should().Be(result, "{0} {1} {2}", types[0], operation, types[1]);
            if (operation != "add") continue;
            result_type(left, right).Should().Be(result);
            promote_types(types[0], types[1]).Should().Be(result);
        }
    }

    [Theory]
    [InlineData("times_2")]
    [InlineData("times_half")]
    [InlineData("sum")]
    public void Operation_with_a_number_has_the_type_of_PyTorch(string operation)
    {
        foreach (var (types, result) in SequenceGolden.Promotions(operation))
        {
            var input = ones(2, types[0]);
            var output = operation switch { "times_2" => input * 2, "times_half" => 0.5 * input, _ => input.sum() };
            output.dtype.Should().Be(result, "{0} {1}", operation, types[0]);
        }
    }

    [Fact]
    public void Can_cast_follows_the_order_of_kinds()
    {
        can_cast(int64, float32).Should().BeTrue();
        can_cast(float32, int64).Should().BeFalse();
        can_cast(complex64, float64).Should().BeFalse();
    }

    [Fact]
    public void Default_type_decides_for_factories_without_a_type()
    {
        get_default_dtype().Should().Be(ScalarType.Float32);
        set_default_dtype(float64);
        try
        {
            zeros(1).dtype.Should().Be(ScalarType.Float64);
            linspace(0, 1, 2).dtype.Should().Be(ScalarType.Float64);
            arange(0.5).dtype.Should().Be(ScalarType.Float64);
            arange(3).dtype.Should().Be(ScalarType.Int64);
        }
        finally
        {
            set_default_dtype(float32);
        }
        var integer = () => set_default_dtype(int32);
        integer.Should().Throw<ArgumentException>().WithMessage("*floating-point*Int32*");
    }
}
