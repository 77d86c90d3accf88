using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Schemes;

public sealed class ExtragradientTests : IDisposable
{
    private readonly Theta _theta = new(2);
    private readonly Constraint _bound = Constraint.AtMost("theta", 1);

    public void Dispose() => _theta.Dispose();

    [Fact]
    public void Both_moves_of_a_step_have_its_number_in_a_schedule()
    {
        List<long> numbers = [];
        using var learner = Learner(DualUpdate.Ascent(0.1).Scheduled(number =>
        {
            numbers.Add(number);
            return 1;
        }));

        learner.Run(3, Evaluate);

        numbers.Should().Equal(1, 1, 2, 2, 3, 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_first_step_after_the_warm_up_has_a_trial_move(int rest)
    {
        List<double> seen = [];
        using var learner = Learner(DualUpdate.Ascent(0.1).WarmedUp(rest));

        learner.Run(rest + 1, () =>
        {
            seen.Add(learner.Multipliers[_bound].Multiplier.Only());
            return Evaluate();
        });

        // theta rests at 2 while the primal rate is 0, so that the violation is 1: each step sees the multiplier before and after its trial move.
        seen.Should().Equal([.. new double[2 * rest + 1], 0.1]);
        learner.Multipliers[_bound].Multiplier.Only().Should().Be(0.1);
    }

    private PrimalDual Learner(DualUpdate dual) => new(_theta, optim.SGD(_theta.parameters(), 0), [_bound], dual, scheme: Scheme.Extragradient);

    private Evaluation Evaluate() => Evaluation.Of(_theta.Value.square()).With(_bound, _theta.Value);
}
