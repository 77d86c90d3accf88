using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Autocast;

public sealed class AutocastRegionTests
{
    [Fact]
    public void Nothing_is_cast_before_and_after_a_region_nor_on_other_threads()
    {
        using var scope = NewDisposeScope();
        using var a = ones(2, 2);
        var elsewhere = ScalarType.Byte;

        Product(a).Should().Be(ScalarType.Float32);
        using (Enter())
        {
            Product(a).Should().Be(ScalarType.BFloat16);
            var other = new Thread(() => elsewhere = Product(a));
            other.Start();
            other.Join();
        }

        Product(a).Should().Be(ScalarType.Float32);
        elsewhere.Should().Be(ScalarType.Float32);
    }

    [Fact]
    public void Region_that_an_exception_ends_is_left()
    {
        using var a = ones(2, 2);
        var fail = () =>
        {
            using var region = Enter();
            using var b = ones(3, 3);
            a.matmul(b);
        };

        fail.Should().Throw<System.Runtime.InteropServices.ExternalException>();
        Product(a).Should().Be(ScalarType.Float32);
    }

    [Fact]
    public void Regions_nest_and_each_restores_what_was_before()
    {
        using var a = ones(2, 2);
        using (Enter())
        {
            using (Enter(enabled: false))
            {
                Product(a).Should().Be(ScalarType.Float32);
                using (Enter()) Product(a).Should().Be(ScalarType.BFloat16);
                Product(a).Should().Be(ScalarType.Float32);
            }
            Product(a).Should().Be(ScalarType.BFloat16);
        }
        Product(a).Should().Be(ScalarType.Float32);
    }

    [Fact]
    public void Region_of_another_device_leaves_tensors_of_this_one_alone()
    {
        using var a = ones(2, 2);

        using var region = AutocastRegion.Enter(DeviceType.CUDA, ScalarType.Float16);

        Product(a).Should().Be(ScalarType.Float32);
    }

    [Fact]
    public void Leaving_twice_leaves_once()
    {
        using var a = ones(2, 2);
        using var outer = Enter();
        var inner = Enter(enabled: false);

        inner.Dispose();
        inner.Dispose();

        Product(a).Should().Be(ScalarType.BFloat16);
    }

    [Fact]
    public void Leaving_on_another_thread_is_refused_and_changes_nothing()
    {
        using var a = ones(2, 2);
        using var region = Enter();
        Exception? thrown = null;

        var other = new Thread(() => thrown = Record.Exception(region.Dispose));
        other.Start();
        other.Join();

        thrown.Should().BeOfType<InvalidOperationException>().Which.Message.Should().Contain("thread");
        Product(a).Should().Be(ScalarType.BFloat16);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Normalisation_of_a_product_computes_in_float32_with_gradients_for_all(bool groups)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        Tensor x = randn([2, 4, 4], requires_grad: true), weight = randn([4], requires_grad: true), bias = randn([4], requires_grad: true), product, found;
        Tensor Normalise(Tensor input) => groups ? nn.functional.group_norm(input, 2, weight, bias) : nn.functional.layer_norm(input, [4], weight, bias);

        using (Enter())
        {
            product = x.matmul(x);
            found = Normalise(product);
        }

        product.dtype.Should().Be(ScalarType.BFloat16);
        found.dtype.Should().Be(ScalarType.Float32);
        found.Equals(Normalise(product.to(ScalarType.Float32))).Should().BeTrue();
        found.square().sum().backward();
        foreach (var leaf in new[] { x, weight, bias }) (leaf.grad!.dtype, leaf.grad!.count_nonzero().ToInt64()).Should().Be((ScalarType.Float32, leaf.NumberOfElements));
    }

    [Theory]
    [InlineData(DeviceType.CPU, ScalarType.Float16, "*CPU to Float16*BFloat16*")]
    [InlineData(DeviceType.CPU, ScalarType.Float32, "*CPU to Float32*BFloat16*")]
    [InlineData(DeviceType.CUDA, ScalarType.Float64, "*CUDA to Float64*BFloat16 or Float16*")]
    [InlineData(DeviceType.MPS, ScalarType.Float16, "*MPS*CPU or CUDA*")]
    public void Type_that_the_device_cannot_compute_in_is_refused(DeviceType device, ScalarType type, string message)
    {
        using var a = ones(2, 2);
        var enter = () => AutocastRegion.Enter(device, type);

        enter.Should().Throw<ArgumentException>().WithMessage(message);
        Product(a).Should().Be(ScalarType.Float32);
    }

    private static AutocastRegion Enter(bool enabled = true) => AutocastRegion.Enter(DeviceType.CPU, ScalarType.BFloat16, enabled);

    private static ScalarType Product(Tensor a)
    {
        using var product = a.matmul(a);
        return product.dtype;
    }
}
