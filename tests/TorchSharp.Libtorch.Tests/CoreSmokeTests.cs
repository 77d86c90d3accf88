using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

public sealed class CoreSmokeTests
{
    [Fact]
    public void Backward_of_a_product_gives_the_other_factor()
    {
        using var scope = NewDisposeScope();
        var a = tensor(3f, requires_grad: true);
        var b = tensor(5f, requires_grad: true);

        a.mul(b).add(a, 2).backward();

        a.grad!.item<float>().Should().Be(7);
        b.grad!.item<float>().Should().Be(3);
    }

    [Fact]
    public void Scope_disposes_what_was_made_in_it()
    {
        Tensor kept, lost;
        using (var scope = NewDisposeScope())
        {
            lost = tensor(1f);
            kept = lost.add(1).MoveToOuterDisposeScope();
        }

        lost.IsInvalid.Should().BeTrue();
        kept.item<float>().Should().Be(2);
        var use = () => lost.add(1);
        use.Should().Throw<InvalidOperationException>().WithMessage("*disposed*");
        kept.Dispose();
    }
}
