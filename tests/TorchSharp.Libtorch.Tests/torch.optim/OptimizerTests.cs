using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Optimizers;

public sealed class OptimizerTests
{
    public static TheoryData<string> Kinds => ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam"];

    public static TheoryData<string, bool> KindsAndLayouts
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (string kind in (string[])["SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam"])
            {
                data.Add(kind, false);
                data.Add(kind, true);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(KindsAndLayouts))]
    public void Step_fifty_times_follows_PyTorch_under_every_option(string kind, bool gaps)
    {
        var cases = OptimizerCases.Of(kind).ToArray();
        cases.Should().NotBeEmpty();
        foreach (var @case in cases)
        {
            using var scope = NewDisposeScope();
            var parameters = OptimizerCases.Start(gaps);
            using var optimizer = OptimizerCases.Make(@case, parameters);

            OptimizerCases.Run(optimizer, parameters, OptimizerCases.Steps);

            var values = OptimizerCases.Values(parameters);
            var expected = OptimizerCases.Expected(@case);
            for (var i = 0; i < values.Length; i++)
                values[i].Should().BeApproximately(expected[i], 2e-6f + 2e-5f * Math.Abs(expected[i]), @case.GetProperty("options").ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_state_dict_from_a_stream_goes_on_to_the_last_bit(string kind)
    {
        foreach (var @case in OptimizerCases.Of(kind))
        {
            using var scope = NewDisposeScope();
            Parameter[] straight = OptimizerCases.Start(), broken = OptimizerCases.Start();
            using var whole = (OptimizerHelper)OptimizerCases.Make(@case, straight);
            OptimizerCases.Run(whole, straight, 20);

            using var stream = new MemoryStream();
            using (var first = (OptimizerHelper)OptimizerCases.Make(@case, broken))
            {
                OptimizerCases.Run(first, broken, 10);
                first.save_state_dict(new BinaryWriter(stream));
            }
            stream.Position = 0;
            using var second = (OptimizerHelper)OptimizerCases.Make(@case, broken);
            second.load_state_dict(new BinaryReader(stream));
            OptimizerCases.Run(second, broken, 10);

            OptimizerCases.Values(broken).Should().Equal(OptimizerCases.Values(straight), @case.GetProperty("options").ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_state_dict_of_another_optimizer_copies_it(string kind)
    {
        var @case = OptimizerCases.Of(kind).Last();
        using var scope = NewDisposeScope();
        Parameter[] here = OptimizerCases.Start(), there = OptimizerCases.Start();
        using var source = (OptimizerHelper)OptimizerCases.Make(@case, here);
        OptimizerCases.Run(source, here, 5);
        using var copy = (OptimizerHelper)OptimizerCases.Make(@case, there);
        copy.state_dict().State[0].ApproximatelyEquals(source.state_dict().State[0]).Should().BeFalse();

        copy.load_state_dict(source.state_dict());
        copy.state_dict().State[0].ApproximatelyEquals(source.state_dict().State[0]).Should().BeTrue();

        OptimizerCases.Run(source, here, 1);
        copy.state_dict().State[0].ApproximatelyEquals(source.state_dict().State[0]).Should().BeFalse("the copy shares no memory with its source");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_leaves_frozen_and_gradless_parameters_and_their_state(string kind)
    {
        using var scope = NewDisposeScope();
        var @case = OptimizerCases.Of(kind).Last();
        var parameters = OptimizerCases.Start();
        using var optimizer = (OptimizerHelper)OptimizerCases.Make(@case, parameters);
        var before = OptimizerCases.Values(parameters);
        parameters[0].grad = parameters[0].detach().clone();
        parameters[0].requires_grad = false;
        using var untouched = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(untouched));

        optimizer.step();

        OptimizerCases.Values(parameters).Should().Equal(before);
        using var after = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(after));
        after.ToArray().Should().Equal(untouched.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_leaves_no_tensor_behind(string kind)
    {
        var @case = OptimizerCases.Of(kind).Last();
        var parameters = OptimizerCases.Start();
        using var optimizer = OptimizerCases.Make(@case, parameters);
        OptimizerCases.Run(optimizer, parameters, 2);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        OptimizerCases.Run(optimizer, parameters, 20);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
        foreach (var parameter in parameters) parameter.Dispose();
    }

    [Fact]
    public void Zero_grad_fills_with_zeros_and_leaves_no_gradient_null()
    {
        using var scope = NewDisposeScope();
        var parameters = OptimizerCases.Start();
        parameters[0].grad = parameters[0].detach().clone();
        using var optimizer = optim.SGD(parameters, 0.1);

        optimizer.zero_grad();

        parameters[0].grad!.ToHost<float>().Should().OnlyContain(v => v == 0);
        parameters[1].grad.Should().BeNull();
    }

    [Fact]
    public void Zero_grad_reaches_gradients_that_are_views()
    {
        using var scope = NewDisposeScope();
        var parameter = OptimizerCases.Start(gaps: true)[0];
        var gradient = OptimizerCases.Start(gaps: true)[0].detach();
        parameter.grad = gradient;
        using var optimizer = optim.SGD([parameter], 0.1);

        optimizer.zero_grad();

        gradient.ToHost<float>().Should().OnlyContain(v => v == 0);
    }

    [Fact]
    public void Step_uses_the_options_of_each_group()
    {
        using var scope = NewDisposeScope();
        var parameters = OptimizerCases.Start();
        var before = OptimizerCases.Values(parameters);
        using var optimizer = optim.SGD([new SGD.ParamGroup([parameters[0]], lr: 1.0), new SGD.ParamGroup { Parameters = [parameters[1]] }], 0.5);
        foreach (var parameter in parameters) parameter.grad = parameter.detach().clone();

        optimizer.step();

        OptimizerCases.Values(parameters).Should().Equal(before.Select((v, i) => i < 6 ? 0 : v * 0.5f));
        optimizer.ParamGroups.Select(g => g.LearningRate).Should().Equal(1.0, 0.5);
    }

    [Fact]
    public void Step_answers_the_loss_of_its_closure_with_gradients_on()
    {
        using var scope = NewDisposeScope();
        var parameter = OptimizerCases.Start()[1];
        using var optimizer = optim.SGD([parameter], 0.1);
        using var off = no_grad();

        var loss = optimizer.step(() =>
        {
            is_grad_enabled().Should().BeTrue();
            return tensor(3f);
        });

        loss!.item<float>().Should().Be(3);
        is_grad_enabled().Should().BeFalse();
    }

    [Fact]
    public void Step_after_forward_makes_a_late_backward_fail_instead_of_lying()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(tensor(2f));
        using var optimizer = optim.Adam([parameter], 0.1);
        var loss = parameter.mul(parameter);
        loss.backward(retain_graph: true);

        optimizer.step();

        var late = () => loss.backward();
        late.Should().Throw<System.Runtime.InteropServices.ExternalException>().WithMessage("*modified by an inplace operation*");
    }

    [Fact]
    public void Wrong_numbers_say_which()
    {
        using var scope = NewDisposeScope();
        var parameters = OptimizerCases.Start();

        var adam = () => optim.Adam(parameters, beta1: 1.5);
        adam.Should().Throw<ArgumentException>().WithMessage("beta1 is 1.5*");
        var sgd = () => optim.SGD(parameters, 0.1, nesterov: true);
        sgd.Should().Throw<ArgumentException>().WithMessage("*nesterov*momentum*");
        var twice = () => optim.SGD([new SGD.ParamGroup(parameters), new SGD.ParamGroup(parameters)], 0.1);
        twice.Should().Throw<ArgumentException>().WithMessage("*another group*");
    }
}
