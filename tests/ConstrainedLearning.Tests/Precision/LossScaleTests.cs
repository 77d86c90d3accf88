using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests;

public sealed class LossScaleTests
{
    [Fact]
    public void Unscaled_gradients_are_those_of_the_objective_itself()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var model = nn.Linear(3, 2);
        var input = randn([4, 3]);
        model.call(input).square().mean().backward();
        float[][] expected = [.. model.parameters().Select(parameter => parameter.grad!.data<float>().ToArray())];
        model.zero_grad();
        var scale = Start();

        scale.Scale(model.call(input).square().mean()).backward();

        scale.Unscale(model.parameters(), step: 1).Should().BeTrue();
        // To the bit: a power of two changes no mantissa.
        model.parameters().Select(parameter => parameter.grad!.data<float>().ToArray()).Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Objective_in_float16_is_scaled_beyond_its_range()
    {
        using var scope = NewDisposeScope();

        Start(65536).Scale(tensor(2.0, dtype: ScalarType.Float16)).ToDouble().Should().Be(131072);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.NaN)]
    public void One_number_that_is_not_finite_in_one_gradient_refuses_the_step(double number)
    {
        using var scope = NewDisposeScope();
        Parameter good = new(ones(2)), bad = new(ones(1000));
        var factors = ones(1000);
        factors[997] = number;
        var scale = Start();

        scale.Scale((bad * factors).sum() + good.sum()).backward();

        scale.Unscale([good, bad], step: 1).Should().BeFalse();
    }

    [Fact]
    public void Scale_halves_after_a_bad_step_and_doubles_after_good_ones_in_a_row()
    {
        var scale = Start(8, growthInterval: 3);

        Run(scale, "++-+++++++-++-").Should().Equal(8, 8, 4, 4, 4, 8, 8, 8, 16, 16, 8, 8, 8, 4);
    }

    [Fact]
    public void Scale_stays_in_the_range_of_float32()
    {
        var largest = Math.Pow(2, 127);

        Run(Start(largest / 2, growthInterval: 1), "+++").Should().Equal(largest, largest, largest);
    }

    [Fact]
    public void Gradients_that_are_finite_at_no_scale_end_the_run()
    {
        var scale = Start(1);
        Run(scale, "----------").Should().EndWith(1.0 / 1024);

        FluentActions.Invoking(() => Run(scale, "-")).Should().Throw<NonFiniteException>().WithMessage("step 77: the gradient*every loss scale*");
    }

    [Fact]
    public void Skipping_bad_steps_gives_the_descent_without_them()
    {
        using var scope = NewDisposeScope();
        Parameter scaled = new(full([2], 5.0)), plain = new(full([2], 5.0));
        using optim.Optimizer left = optim.Adam([scaled], 0.1), right = optim.Adam([plain], 0.1);
        var scale = Start(1024, growthInterval: 4);
        for (var step = 1; step <= 30; step++)
        {
            var bad = step % 7 == 0;
            left.zero_grad();
            scale.Scale((scaled - 1).square().sum() * (bad ? double.PositiveInfinity : 1)).backward();
            if (scale.Unscale([scaled], step)) left.step();
            if (bad) continue;
            right.zero_grad();
            (plain - 1).square().sum().backward();
            right.step();
        }

        scaled.data<float>().ToArray().Should().Equal(plain.data<float>().ToArray()).And.OnlyContain(value => value < 4);
    }

    [Fact]
    public void Parameters_without_a_gradient_are_passed_over()
    {
        using var scope = NewDisposeScope();
        Parameter used = new(ones(2)), unused = new(ones(2));
        var scale = Start(8, growthInterval: 1);

        scale.Unscale([unused], step: 1).Should().BeTrue();
        scale.Value.Should().Be(8, "a step without gradients says nothing about the scale");
        scale.Scale(used.sum()).backward();
        scale.Unscale([unused, used], step: 2).Should().BeTrue();
        scale.Value.Should().Be(16);
    }

    [Fact]
    public void Parameter_in_float16_is_refused()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones([2], dtype: ScalarType.Float16));
        parameter.sum().backward();

        FluentActions.Invoking(() => Start().Unscale([parameter], step: 1)).Should().Throw<InvalidOperationException>().WithMessage("*Float16*keep parameters in Float32*");
    }

    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        using var parameter = new Parameter(ones(2));
        var scale = Start();
        using (NewDisposeScope()) scale.Scale(parameter.sum()).backward();
        var before = Tensor.TotalCount;

        scale.Unscale([parameter], step: 1);

        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    public void State_put_back_goes_on_as_if_it_had_never_stopped()
    {
        using var scope = NewDisposeScope();
        LossScale first = Start(8, growthInterval: 3), second = Start(8, growthInterval: 3);
        Run(first, "-++");

        second.LoadStateDict(first.StateDict());

        Run(second, "+++").Should().Equal(Run(first, "+++")).And.Equal(8, 8, 8);
    }

    [Theory]
    [InlineData("scale", double.NaN)]
    [InlineData("scale", double.PositiveInfinity)]
    [InlineData("scale", 0)]
    [InlineData("scale", -2)]
    [InlineData("good steps", -1)]
    public void State_that_cannot_be_is_refused_and_changes_nothing(string key, double value)
    {
        using var scope = NewDisposeScope();
        Refused(state => state[key] = tensor(value, dtype: state[key].dtype), $"*'{key}'*");
    }

    [Theory]
    [InlineData("scale")]
    [InlineData("good steps")]
    public void State_of_another_shape_type_or_name_is_refused_and_changes_nothing(string key)
    {
        using var scope = NewDisposeScope();
        Refused(state => state.Remove(key), $"*lacks '{key}'*");
        Refused(state => state[key] = ones([2], dtype: state[key].dtype), $"*'{key}'*[2]*");
        Refused(state => state[key] = tensor(1f), $"*'{key}'*Float32*");
        Refused(state => state["more"] = tensor(1f), "*'more'*");
    }

    private static void Refused(Action<Dictionary<string, Tensor>> spoil, string message)
    {
        var scale = Start(8, growthInterval: 3);
        Run(scale, "+");
        var state = Start(64).StateDict().ToDictionary();
        spoil(state);

        FluentActions.Invoking(() => scale.LoadStateDict(state)).Should().Throw<ArgumentException>().WithMessage(message);
        (scale.Value, scale.GoodSteps).Should().Be((8, 1));
    }

    private static LossScale Start(double initial = 65536, int growthInterval = 2000) => Precision.Float16(initial, growthInterval).StartLossScale()!;

    /// <summary>The scale after each of some steps with finite gradients (+) or others (-).</summary>
    private static double[] Run(LossScale scale, string steps)
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(1));
        return [.. steps.Select(step =>
        {
            parameter.grad?.zero_();
            (parameter * (step == '+' ? 1 : double.PositiveInfinity)).sum().backward();
            scale.Unscale([parameter], step: 77).Should().Be(step == '+');
            return scale.Value;
        })];
    }
}
