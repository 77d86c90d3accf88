using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

public sealed class FactoryTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Tensor_of_a_number_keeps_its_type()
    {
        tensor((byte)1).dtype.Should().Be(ScalarType.Byte);
        tensor((sbyte)1).dtype.Should().Be(ScalarType.Int8);
        tensor((short)1).dtype.Should().Be(ScalarType.Int16);
        tensor(1).dtype.Should().Be(ScalarType.Int32);
        tensor(1L).dtype.Should().Be(ScalarType.Int64);
        tensor(1f).dtype.Should().Be(ScalarType.Float32);
        tensor(1.0).dtype.Should().Be(ScalarType.Float64);
        tensor(true).dtype.Should().Be(ScalarType.Bool);
        tensor((1f, 2f)).dtype.Should().Be(ScalarType.ComplexFloat32);
        tensor(new Complex(1, 2)).item<Complex>().Should().Be(new Complex(1, 2));
        tensor(1.0, dtype: float32).item<float>().Should().Be(1);
    }

    [Fact]
    public void Tensor_of_an_array_keeps_its_type_and_elements()
    {
        tensor(new byte[] { 1, 255 }).data<byte>().ToArray().Should().Equal(1, 255);
        tensor(new sbyte[] { -1, 2 }).data<sbyte>().ToArray().Should().Equal(-1, 2);
        tensor(new short[] { -300, 2 }).data<short>().ToArray().Should().Equal(-300, 2);
        tensor(new[] { 1, -2 }).data<int>().ToArray().Should().Equal(1, -2);
        tensor(new[] { 1L << 40 }).data<long>().ToArray().Should().Equal(1L << 40);
        tensor(new[] { 0.5f }).data<float>().ToArray().Should().Equal(0.5f);
        tensor(new[] { 0.1 }).data<double>().ToArray().Should().Equal(0.1);
        tensor(new[] { true, false }).data<bool>().ToArray().Should().Equal(true, false);
        tensor(new[] { (Half)0.5 }).data<Half>().ToArray().Should().Equal((Half)0.5);
        tensor(new[] { (1f, -2f) }).data<(float, float)>().ToArray().Should().Equal((1f, -2f));
        tensor(new[] { new Complex(1, -2) }).data<Complex>().ToArray().Should().Equal(new Complex(1, -2));
    }

    [Fact]
    public void Tensor_of_a_list_or_memory_or_array_with_sizes_takes_its_shape()
    {
        tensor(new List<float> { 1, 2, 3, 4 }, 2, 2).shape.Should().Equal(2, 2);
        tensor(new List<long> { 1, 2 }).dtype.Should().Be(ScalarType.Int64);
        tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [3, 2])[2, 1].item<float>().Should().Be(6);
        tensor(new double[] { 1, 2, 3, 4 }.AsMemory(1, 3), [3]).data<double>().ToArray().Should().Equal(2, 3, 4);
        tensor(new[] { 1, 2, 3 }, dtype: float64, requires_grad: true).requires_grad.Should().BeTrue();
    }

    [Fact]
    public void Tensor_of_arrays_of_two_three_and_four_dimensions_is_in_row_major_order()
    {
        tensor(new[,] { { 1f, 2f }, { 3f, 4f } }).data<float>().ToArray().Should().Equal(1, 2, 3, 4);
        tensor(new long[,,] { { { 1, 2 } }, { { 3, 4 } } }).shape.Should().Equal(2, 1, 2);
        tensor(new double[1, 2, 3, 4]).shape.Should().Equal(1, 2, 3, 4);
        tensor(new bool[0, 3]).shape.Should().Equal(0, 3);
    }

    [Fact]
    public void From_array_takes_any_rank_and_refuses_other_element_types()
    {
        var many = new int[1, 2, 1, 2, 3];
        many[0, 1, 0, 1, 2] = 9;
        var made = from_array(many);
        made.shape.Should().Equal(1, 2, 1, 2, 3);
        made.max().item<int>().Should().Be(9);
        from_array(new[] { 1.5 }, float32).dtype.Should().Be(ScalarType.Float32);

        var strings = () => from_array(new[] { "a" });
        strings.Should().Throw<ArgumentException>().WithMessage("*String*");
    }

    [Fact]
    public void Tensor_does_not_share_the_memory_of_its_array()
    {
        var array = new[] { 1f, 2f };
        var made = tensor(array);
        array[0] = 5;
        made[0].item<float>().Should().Be(1);
    }

    [Fact]
    public void As_tensor_of_a_tensor_that_fits_shares_its_memory()
    {
        var source = zeros(2);
        as_tensor(source).add_(1);
        source.sum().item<float>().Should().Be(2);
        as_tensor(source, float64).dtype.Should().Be(ScalarType.Float64);
        as_tensor(new[] { 1, 2 }).dtype.Should().Be(ScalarType.Int32);
    }

    [Fact]
    public void Sized_factories_agree_in_all_their_forms()
    {
        foreach (var made in new[] { zeros(2, 3), zeros([2, 3]), zeros(2L, 3L), zeros((ReadOnlySpan<long>)[2, 3]), ones(2, 3) - 1, full(2, 3, 0.0) })
        {
            made.shape.Should().Equal(2, 3);
            made.abs().sum().item<float>().Should().Be(0);
            made.dtype.Should().Be(ScalarType.Float32);
        }
        empty(1, 2, 3, 4).shape.Should().Equal(1, 2, 3, 4);
        ones(3, int32).dtype.Should().Be(ScalarType.Int32);
        zeros(2, requires_grad: true).requires_grad.Should().BeTrue();
        full(2, true).dtype.Should().Be(ScalarType.Bool);
        eye(3).trace().item<float>().Should().Be(3);
        empty_strided([2, 2], [1, 2]).stride().Should().Equal(1, 2);
    }

    [Fact]
    public void Refilling_forms_change_the_shape_and_elements_of_a_tensor()
    {
        var target = empty(0);
        target.zeros(2, 3).shape.Should().Equal(2, 3);
        target.shape.Should().Equal(2, 3);
        target.ones(4).sum().ToSingle().Should().Be(4);
        target.full([2], 7).sum().ToSingle().Should().Be(14);
        target.arange_out(0, 3, 1).data<float>().ToArray().Should().Equal(0, 1, 2);
        target.eye(2, 2).trace().ToSingle().Should().Be(2);
        rand_out(target, 5).shape.Should().Equal(5);
        var largest = empty(0);
        amax(arange(6f).reshape(2, 3), (long[])[1], @out: largest);
        largest.data<float>().ToArray().Should().Equal(2, 5);
        empty(0, int64).randperm_out(4).sum().ToInt64().Should().Be(6);
    }

    [Fact]
    public void Names_of_dimensions_are_refused()
    {
        var named = () => zeros(2, names: ["rows"]);
        named.Should().Throw<NotSupportedException>().WithMessage("*names*");
    }

    [Fact]
    public void Numbers_and_arrays_convert_to_tensors_and_back()
    {
        Tensor number = 2.5;
        Tensor numbers = new[] { 1, 2, 3 };
        number.dtype.Should().Be(ScalarType.Float64);
        ((float)number).Should().Be(2.5f);
        ((int)number).Should().Be(2);
        numbers.sum().ToInt64().Should().Be(6);
        ones([], bfloat16).ToSingle().Should().Be(1);
        tensor(3L).ToScalar().Type.Should().Be(ScalarType.Int64);
        tensor(true).ToBoolean().Should().BeTrue();
        tensor(1f).ToComplexFloat64().Should().Be(Complex.One);
    }

    [Fact]
    public void Meta_tensors_have_a_shape_and_no_elements()
    {
        var shape = zeros(1000, 1000, 1000, device: META).matmul(zeros(1000, 7, device: META));
        shape.shape.Should().Equal(1000, 1000, 7);
        shape.is_meta.Should().BeTrue();
        shape.str().Should().Be(shape.ToString());
    }

    [Fact]
    public void Finfo_is_that_of_NET()
    {
        finfo(float32).max.Should().Be(float.MaxValue);
        finfo(float64).eps.Should().Be(double.BitIncrement(1) - 1);
        finfo(float16).min.Should().Be((double)Half.MinValue);
        max_int_value(int16).Should().Be(short.MaxValue);
    }

    [Fact]
    public void Rounded_products_are_off_until_allowed()
    {
        backends.cuda.matmul.allow_tf32.Should().BeFalse();
        backends.cuda.matmul.allow_tf32 = true;
        backends.cuda.matmul.allow_tf32.Should().BeTrue();
        backends.cuda.matmul.allow_tf32 = false;
        backends.cudnn.allow_tf32.Should().BeTrue();
    }
}
