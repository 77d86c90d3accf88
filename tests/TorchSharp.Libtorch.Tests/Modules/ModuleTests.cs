using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Libtorch.Tests.Modules;

public sealed class ModuleTests
{
    [Fact]
    public void State_dict_of_a_tree_lists_parameters_then_buffers_depth_first()
    {
        using var module = new Tree();

        module.state_dict().Keys.Should().Equal("w", "fc.weight", "fc.bias", "list.0.weight", "list.1.weight", "buffer");
        module.named_modules().Select(m => m.name).Should().Equal("fc", "list", "list.0", "list.1");
        module.parameters().Should().HaveCount(5);
    }

    [Fact]
    public void Linear_made_in_a_scope_survives_it_and_a_bare_parameter_does_not()
    {
        Linear layer;
        Parameter bare;
        using (NewDisposeScope())
        {
            layer = Linear(2, 3);
            bare = new Parameter(zeros(2));
        }

        layer.weight.IsInvalid.Should().BeFalse();
        bare.IsInvalid.Should().BeTrue();
        layer.Dispose();
        layer.weight.IsInvalid.Should().BeTrue();
    }

    [Fact]
    public void Parameter_takes_the_handle_of_its_data()
    {
        var data = ones(2);
        using var parameter = new Parameter(data);

        data.IsInvalid.Should().BeTrue();
        parameter.requires_grad.Should().BeTrue();
    }

    [Fact]
    public void Call_runs_hooks_and_forward_does_not()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 2);
        var before = layer.register_forward_pre_hook((_, x) => x * 0);
        var after = layer.register_forward_hook((_, _, y) => y + 1);
        var input = ones(1, 2);

        layer.call(input).data<float>().ToArray().Should().Equal((layer.bias! + 1).data<float>().ToArray());
        before.remove();
        after.remove();
        layer.call(input).data<float>().ToArray().Should().Equal(layer.forward(input).data<float>().ToArray());
    }

    [Fact]
    public void To_another_type_keeps_the_parameter_objects_and_their_gradients()
    {
        using var module = new Tree();
        var weight = module.fc.weight;
        using (NewDisposeScope())
        {
            module.fc.call(ones(1, 2)).sum().backward();
            module.@double();
        }

        module.fc.weight.Should().BeSameAs(weight);
        weight.dtype.Should().Be(ScalarType.Float64);
        weight.requires_grad.Should().BeTrue();
        using var gradient = weight.grad!;
        gradient.dtype.Should().Be(ScalarType.Float64);
    }

    private sealed class Tree : Module<Tensor, Tensor>
    {
        internal readonly Linear fc = Linear(2, 3);
        internal readonly ModuleList<Linear> list = ModuleList(Linear(2, 2, hasBias: false), Linear(2, 2, hasBias: false));
        internal readonly Parameter w = new(zeros(2));
        internal readonly Tensor buffer = ones(1);

        internal Tree()
            : base("tree") => RegisterComponents();

        public override Tensor forward(Tensor input) => fc.call(input);
    }
}
