using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Autocast;

/// <summary>A region casts each parameter once and keeps the cast: it may neither be stale nor without a gradient.</summary>
public sealed class AutocastCacheTests
{
    [Fact]
    public void Parameter_changed_between_two_regions_has_its_new_value_in_the_second()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(ones(1, 1));
        using (Enter()) weight.matmul(weight);

        weight.detach().fill_(3);

        using var region = Enter();
        weight.matmul(weight).ToSingle().Should().Be(9);
    }

    [Fact]
    public void Parameter_changed_by_an_optimiser_has_its_new_value_in_the_same_region()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(ones(1, 1));
        using var descent = optim.SGD([weight], 0.5);

        using var region = Enter();
        weight.matmul(weight).backward();
        descent.step();

        weight.matmul(weight).ToSingle().Should().Be(0, "w - 0.5 * 2w = 0");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forward_after_an_unrecorded_one_in_the_same_region_has_its_gradient(bool inference)
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(full([1, 1], 3.0));
        Tensor product;

        using (Enter())
        {
            using (inference ? inference_mode() : no_grad()) weight.matmul(weight).requires_grad.Should().BeFalse();
            product = weight.matmul(weight);
        }
        product.backward();

        weight.grad!.ToSingle().Should().Be(6);
    }

    [Fact]
    public void Cast_is_made_once_a_region()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(ones(1, 1));

        using var outer = Enter();
        weight.matmul(weight);
        weight.detach().fill_(3); // unseen by autocast, in PyTorch too
        using (Enter()) weight.matmul(weight).ToSingle().Should().Be(1);

        weight.matmul(weight).ToSingle().Should().Be(1, "leaving an inner region keeps what the outer one has cast");
    }

    private static AutocastRegion Enter() => AutocastRegion.Enter(DeviceType.CPU, ScalarType.BFloat16);
}
