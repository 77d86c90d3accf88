using static TorchSharp.torch;

namespace ConstrainedLearning.Tests;

/// <summary>Training in BFloat16 on the CPU: products in 8 bits of mantissa, parameters and multipliers in Float32.</summary>
public sealed class MixedPrecisionTrainingTests
{
    [Theory]
    [InlineData("simultaneous", "Lagrangian")]
    [InlineData("dual, primal", "augmented")]
    [InlineData("extragradient", "Lagrangian")]
    [InlineData("primal, dual", "penalty")]
    public void Prices_are_those_of_full_precision_within_its_eight_bits(string scheme, string formulation)
    {
        var (full, fullLoss) = Train(Precision.Full);
        var (mixed, mixedLoss) = Train(Precision.BFloat16);

        full.Should().OnlyContain(price => price > 0.01);
        for (var i = 0; i < full.Length; i++) mixed[i].Should().BeApproximately(full[i], 0.05 * full.Max());
        mixedLoss.Should().BeApproximately(fullLoss, 0.02 * fullLoss);

        (double[] Prices, double Loss) Train(Precision precision)
        {
            manual_seed(3);
            using var scope = NewDisposeScope();
            using var model = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 2));
            var x = randn(64, 4);
            var y = stack([x.select(1, 0).sin() + 0.5, x.select(1, 1) * x.select(1, 2)], 1);
            var bound = Constraint.AtMost("error", [0.02, 0.1]);
            using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0.05), [bound], DualUpdate.Ascent(0.05), Engine.Formulations[formulation], Engine.Schemes[scheme], precision);
            StepReport report = default;
            for (var i = 0; i < 60; i++)
                report = learner.Step(() =>
                {
                    var output = model.call(x);
                    output.dtype.Should().Be(precision == Precision.Full ? ScalarType.Float32 : ScalarType.BFloat16);
                    var error = (output - y).square().mean([0]);
                    return Evaluation.Of(error.mean()).With(bound, error);
                });

            learner.Multipliers[bound].Multiplier.dtype.Should().Be(ScalarType.Float32);
            model.parameters().Should().OnlyContain(parameter => parameter.dtype == ScalarType.Float32 && parameter.grad!.dtype == ScalarType.Float32);
            return (learner.Multipliers[bound].Multiplier.ToDoubles(), report.Loss);
        }
    }

    [Fact]
    public void Multipliers_take_steps_too_small_for_the_type_of_the_values()
    {
        // In BFloat16 1 + 0.001 is 1: a multiplier kept there would never move.
        using var model = nn.Linear(1, 1);
        var bound = Constraint.AtMost("size", 1, 2).StartingAt(1);
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0), [bound], DualUpdate.Ascent(0.001), precision: Precision.BFloat16);

        for (var i = 0; i < 100; i++) learner.Step(() => Evaluation.Of(model.weight!.square().sum()).With(bound, (model.weight!.squeeze() * 0 + 2).expand(2).to(ScalarType.BFloat16)));

        foreach (var multiplier in learner.Multipliers[bound].Multiplier.ToDoubles()) multiplier.Should().BeApproximately(1.1, 1e-5);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Multipliers_have_the_parameters_type_and_at_least_Float32(ScalarType type)
    {
        using var model = nn.Linear(1, 1, dtype: type);
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0.1), [Constraint.AtMost("size", 1)], DualUpdate.Adam(0.1));

        learner.Multipliers.StateDict().Where(item => item.Key != "size/counters").Should().OnlyContain(item => item.Value.dtype == (type == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32));
    }

    [Fact]
    public void Float16_on_the_cpu_is_refused_before_the_first_step()
    {
        using var model = nn.Linear(1, 1);

        FluentActions.Invoking(() => new PrimalDual(model, optim.SGD(model.parameters(), 0.1), [], DualUpdate.Ascent(0.1), precision: Precision.Float16())).Should().Throw<ArgumentException>().WithMessage("*CPU*");
    }
}
