using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Diagnostics;

public sealed class TraceTests
{
    [Theory]
    [InlineData(1, 600)]
    [InlineData(7, 600)]
    public void Rows_hold_the_learners_state_at_their_steps_across_blocks(int every, int steps)
    {
        using var theta = new Theta(0);
        var pair = Constraint.AtMost("pair", [0.5, -1]).Relaxed(Relaxation.Quadratic(2));
        using var learner = Toy.Learner(theta, [pair], DualUpdate.Ascent(0.01));
        var trace = learner.Record(every);
        List<double> losses = [], multipliers = [], slacks = [], values = [];

        for (var i = 0; i < steps; i++)
        {
            var report = learner.Step(() => Evaluation.Of((theta.Value - 3).square()).With(pair, stack([theta.Value, -theta.Value])));
            if (report.Step % every != 0) continue;
            losses.Add(report.Loss);
            multipliers.AddRange(report.Multipliers(pair));
            slacks.AddRange(report.Slacks(pair));
            values.AddRange(report.Values(pair));
        }

        var history = trace.History();
        history.Steps.Should().Equal(Enumerable.Range(1, steps / every).Select(i => (long)i * every));
        history.Losses.Should().Equal(losses);
        history.Constraints["pair"].Multipliers.SelectMany(row => row).Should().Equal(multipliers);
        history.Constraints["pair"].Slacks.SelectMany(row => row).Should().Equal(slacks);
        history.Constraints["pair"].Values.SelectMany(row => row).Should().Equal(values);
    }

    [Fact]
    public void Slacks_of_a_bound_that_does_not_give_way_are_zeros()
    {
        using var theta = new Theta(0);
        var pair = Constraint.AtMost("pair", [0.5, -1]);
        using var learner = Toy.Learner(theta, [pair], DualUpdate.Ascent(0.01));
        var trace = learner.Record();

        learner.Run(3, () => Evaluation.Of((theta.Value - 3).square()).With(pair, stack([theta.Value, -theta.Value])));

        trace.History().Constraints["pair"].Slacks.Should().HaveCount(3).And.OnlyContain(row => row.SequenceEqual(new double[] { 0, 0 }));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    public void Recording_leaves_no_tensor_behind(int steps)
    {
        using var theta = new Theta(0);
        var pair = Constraint.AtMost("pair", [0.5, -1]);
        Train();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount; // other tests run on other threads

        Train();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(live);

        void Train()
        {
            using var learner = Toy.Learner(theta, [pair], DualUpdate.Ascent(0.01));
            learner.Record();
            learner.Run(steps, () => Evaluation.Of((theta.Value - 3).square()).With(pair, stack([theta.Value, -theta.Value])));
            learner.Record();
            learner.Run(steps, () => Evaluation.Of((theta.Value - 3).square()).With(pair, stack([theta.Value, -theta.Value])));
        }
    }
}
