using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Optimizers;

/// <summary>An optimiser of one's own needs no more than a step.</summary>
public sealed class CustomOptimizerTests
{
    [Fact]
    public void Step_of_a_derived_optimizer_changes_the_parameters_of_all_groups()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (new Parameter(ones(2)), new Parameter(full([3], 2.0f)));
        using var optimizer = new Halving(first);
        optimizer.add_param_group(new ParamGroup<OptimizerOptions>([second]));

        optimizer.step();

        optimizer.parameters().Should().Equal(first, second);
        first.data<float>().ToArray().Should().Equal(0.5f, 0.5f);
        second.data<float>().ToArray().Should().Equal(1f, 1f, 1f);
    }

    [Fact]
    public void Zero_grad_of_a_derived_optimizer_clears_gradients_and_leaves_absent_ones_absent()
    {
        using var scope = NewDisposeScope();
        var (touched, untouched) = (new Parameter(ones(2)), new Parameter(ones(2)));
        using var optimizer = new Halving(touched, untouched);
        touched.square().sum().backward();
        touched.grad!.data<float>().ToArray().Should().Equal(2f, 2f);

        optimizer.zero_grad();

        touched.grad!.data<float>().ToArray().Should().Equal(0f, 0f);
        untouched.grad.Should().BeNull();
    }

    private sealed class Halving : optim.Optimizer
    {
        public Halving(params Parameter[] parameters)
            : base(IntPtr.Zero) => add_param_group(new ParamGroup<OptimizerOptions>(parameters));

        public override Tensor? step(Func<Tensor>? closure = null)
        {
            using var untracked = no_grad();
            foreach (var parameter in parameters()) parameter.mul_(0.5f).Dispose();
            return closure?.Invoke();
        }
    }
}
