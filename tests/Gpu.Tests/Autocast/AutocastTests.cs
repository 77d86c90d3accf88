using TorchSharp;
using static TorchSharp.torch;

namespace Gpu.Tests.Autocast;

[Trait("Category", "GPU")]
public sealed class AutocastTests
{
    [GpuFact]
    public void Products_have_fewer_bits_losses_and_gradients_have_not()
    {
        using var scope = NewDisposeScope();
        // The CPU, on which these tests can be tried, has no Float16 products.
        ScalarType[] types = Target.Type == "cuda" ? [ScalarType.BFloat16, ScalarType.Float16] : [ScalarType.BFloat16];
        foreach (var type in types)
        {
            var (weight, input) = (randn([16, 16], device: Target.Device, requires_grad: true), randn([4, 16], device: Target.Device));
            Tensor product, loss;
            using (AutocastRegion.Enter(Target.Device.type, type))
            {
                product = input.matmul(weight);
                loss = nn.functional.mse_loss(nn.functional.layer_norm(product, [16]), input);
            }
            loss.backward();

            product.dtype.Should().Be(type);
            loss.dtype.Should().Be(ScalarType.Float32);
            weight.grad!.dtype.Should().Be(ScalarType.Float32);
            ((product.to(ScalarType.Float32) - input.matmul(weight)).abs().max() / product.abs().max()).ToDouble().Should().BeInRange(1e-6, 0.02);
        }
    }

    [GpuFact]
    public void Unscaling_divides_every_gradient_and_sees_one_number_that_is_not_finite()
    {
        using var scope = NewDisposeScope();
        Tensor[] gradients = [full([1000], 6.0, device: Target.Device), full([3, 5], 2.0, dtype: ScalarType.Float64, device: Target.Device)];

        ScaledGradients.Unscale(gradients, 4).Should().BeTrue();

        gradients[0].cpu().data<float>().ToArray().Should().OnlyContain(value => value == 1.5f);
        gradients[1].cpu().data<double>().ToArray().Should().OnlyContain(value => value == 0.5);
        gradients[0][997] = double.PositiveInfinity;
        ScaledGradients.Unscale(gradients, 4).Should().BeFalse();
    }
}
