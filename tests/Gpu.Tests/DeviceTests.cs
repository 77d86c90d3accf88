using TorchSharp;
using static TorchSharp.torch;

namespace Gpu.Tests;

[Trait("Category", "GPU")]
public sealed class DeviceTests
{
    [GpuFact]
    public void To_moves_values_there_and_back_unchanged()
    {
        using var scope = NewDisposeScope();
        var here = randn([64, 33]);

        var back = here.to(Target.Device).cpu();

        back.data<float>().ToArray().Should().Equal(here.data<float>().ToArray());
    }

    [GpuFact]
    public void Device_of_a_result_is_the_device_of_its_operands()
    {
        using var scope = NewDisposeScope();
        var there = ones([4], device: Target.Device);

        (there * 2).device.type.Should().Be(Target.Device.type);
        ones_like(there).device.type.Should().Be(Target.Device.type);
    }

    [GpuFact]
    public void Gradient_of_a_product_agrees_with_the_cpu()
    {
        using var scope = NewDisposeScope();
        var (left, right) = (randn([32, 16], dtype: ScalarType.Float64), randn([16, 8], dtype: ScalarType.Float64));

        var (here, there) = (Gradient(left, right, CPU), Gradient(left, right, Target.Device));

        (here - there.cpu()).abs().max().ToDouble().Should().BeLessThan(1e-12);
    }

    [GpuFact]
    public void Manual_seed_repeats_the_numbers_of_the_device()
    {
        using var scope = NewDisposeScope();

        manual_seed(7);
        var first = randn([1000], device: Target.Device);
        manual_seed(7);
        var second = randn([1000], device: Target.Device);

        second.cpu().data<float>().ToArray().Should().Equal(first.cpu().data<float>().ToArray());
        first.std().ToDouble().Should().BeInRange(0.8, 1.2);
    }

    [GpuFact]
    public void Adam_agrees_with_the_cpu()
    {
        using var scope = NewDisposeScope();
        var start = randn([50], dtype: ScalarType.Float64);

        var (here, there) = (Descend(start, CPU), Descend(start, Target.Device));

        (here - there.cpu()).abs().max().ToDouble().Should().BeLessThan(1e-12);
        (here - start).abs().max().ToDouble().Should().BeGreaterThan(0.1);
    }

    private static Tensor Gradient(Tensor left, Tensor right, Device device)
    {
        var x = left.to(device).detach().requires_grad_();
        x.matmul(right.to(device)).square().sum().backward();
        return x.grad!;
    }

    private static Tensor Descend(Tensor start, Device device)
    {
        var x = new TorchSharp.Modules.Parameter(start.to(device).clone());
        using var adam = optim.Adam([x], 0.05);
        for (var i = 0; i < 20; i++)
        {
            adam.zero_grad();
            (x - 3).square().sum().backward();
            adam.step();
        }

        return x.detach();
    }
}
