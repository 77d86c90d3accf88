using static TorchSharp.torch;

namespace Gpu.Tests;

[Trait("Category", "GPU")]
public sealed class ConstrainedTrainingTests
{
    [GpuFact]
    public void Multipliers_and_slacks_live_with_the_model()
    {
        using var training = new ConstrainedTraining(Target.Device);
        training.Run(2);

        var state = training.Learner.Multipliers[training.PerStep];

        training.Learner.Device.type.Should().Be(Target.Device.type);
        state.Multiplier.device.type.Should().Be(Target.Device.type);
        state.Slack!.device.type.Should().Be(Target.Device.type);
        state.Value.device.type.Should().Be(Target.Device.type);
    }

    [GpuFact]
    public void Training_agrees_with_the_cpu()
    {
        using var here = new ConstrainedTraining(CPU);
        using var there = new ConstrainedTraining(Target.Device);

        here.Run(50);
        there.Run(50);

        var (expected, found) = (here.Trace.History(), there.Trace.History());
        found.Losses.Should().HaveCount(50).And.Equal(expected.Losses, Near);
        Prices(there).Should().Equal(Prices(here), Near).And.Contain(price => price > 0);
    }

    [GpuFact]
    public void A_step_that_is_not_finite_is_found_by_the_check()
    {
        using var training = new ConstrainedTraining(Target.Device);
        using (no_grad())
            training.Learner.Model.parameters().First().fill_(double.NaN);

        var train = () =>
        {
            training.Run(1);
            training.Learner.Check();
        };

        train.Should().Throw<ConstrainedLearning.NonFiniteException>();
    }

    private static bool Near(double left, double right) => Math.Abs(left - right) < 1e-9;

    private static double[] Prices(ConstrainedTraining training)
    {
        using var scope = NewDisposeScope();
        return training.Learner.Multipliers[training.PerStep].Multiplier.cpu().data<double>().ToArray();
    }
}
