using ConstrainedLearning.Tests.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Training;

/// <summary>What the trainer does at the end of an epoch. The model moves by its gradient 1 alone: theta is -1, -2, ... after each epoch of one step.</summary>
public sealed class ValidationTests : IDisposable
{
    private readonly Theta _theta = new(0);
    private readonly Constraint _bound = Constraint.AtMost("x", 1);

    public void Dispose() => _theta.Dispose();

    // After the epochs theta is -1 ... -6. The validation loss is (theta + 5)^2, the violation |theta + 3| - 1: feasible in epochs 2, 3 and 4.
    [Theory]
    [InlineData(0, -4, 1)]
    [InlineData(1, -5, 0)]
    public void The_best_iterate_is_the_lowest_loss_among_the_feasible_ones(double tolerance, double best, double score)
    {
        using var learner = Learner();
        using var trainer = Trainer(learner, 6, tolerance, validate: value => Evaluation.Of((_theta.Value + 5).square()).With(_bound, (_theta.Value + 3).abs() + value));

        var result = trainer.Run();

        (result.BestScore, result.BestViolation).Should().Be((score, tolerance));
        result.History.Select(epoch => epoch.Metrics[Trainer<double>.ValidationViolation]).Should().Equal(1, 0, 0, 0, 1, 2);
        trainer.RestoreBest();
        _theta.Number.Should().Be(best);
    }

    [Fact]
    public void As_long_as_none_is_feasible_the_least_violated_is_kept()
    {
        using var learner = Learner();
        using var trainer = Trainer(learner, 4, 0, validate: _ => Evaluation.Of(-_theta.Value).With(_bound, 3 + (_theta.Value + 2).abs()));

        trainer.Run().BestViolation.Should().Be(2);
        trainer.RestoreBest();
        _theta.Number.Should().Be(-2);
    }

    [Fact]
    public void Validation_is_in_evaluation_mode_without_gradient_and_moves_nothing()
    {
        using var learner = Learner();
        List<(bool Training, bool Gradient, long Steps)> seen = [];
        using var trainer = Trainer(learner, 2, 0, validate: _ =>
        {
            seen.Add((_theta.training, is_grad_enabled(), learner.StepCount));
            return Evaluation.Of(_theta.Value.square()).With(_bound, _theta.Value);
        });

        trainer.Run();

        seen.Should().Equal((false, false, 1), (false, false, 1), (false, false, 2), (false, false, 2));
        learner.Multipliers[_bound].Multiplier.Only().Should().Be(0);
    }

    [Fact]
    public void A_run_ends_early_where_the_caller_says_so_and_resumes_behind_it()
    {
        using var learner = Learner();
        using var trainer = new Trainer<double>(learner, new TrainingData<double>(1, (_, skip) => Enumerable.Repeat(0.0, 1 - skip)), _ => Train(), new TrainerOptions { Epochs = 9 }) { StopWhen = epoch => epoch.Epoch == 3 };

        var result = trainer.Run();

        result.Status.Should().Be(TrainingStatus.Stopped);
        result.Message.Should().Contain("3 epochs");
        (result.Steps, result.History.Count, learner.StepCount).Should().Be((3, 3, 3));
        trainer.Run().Status.Should().Be(TrainingStatus.Completed);
        learner.StepCount.Should().Be(9);
    }

    [Fact]
    public void A_score_that_the_validation_lacks_is_named()
    {
        using var learner = Learner();
        using var trainer = new Trainer<double>(learner, new TrainingData<double>(1, (_, _) => [0.0]), _ => Train(), new TrainerOptions { Epochs = 1 }) { Validate = _ => new() { ["accuracy"] = 1 }, ScoredBy = "f1" };

        FluentActions.Invoking(() => trainer.Run()).Should().Throw<InvalidOperationException>().WithMessage("*'f1'*accuracy*");
    }

    [Fact]
    public void Per_epoch_the_multipliers_move_once_by_the_exact_mean_at_the_epochs_end()
    {
        var counted = Constraint.AtMost("x", 0, 2);
        using var learner = new PrimalDual(_theta, optim.SGD(_theta.parameters(), 0.5), [counted], DualUpdate.Ascent(0.25), scheme: Scheme.PerEpoch);
        List<double[]> prices = [];
        var steps = 0;
        using var trainer = new Trainer<double>(
            learner,
            new TrainingData<double>(3, (_, skip) => new[] { 1.0, 2, 6 }.Skip(skip)),
            batch =>
            {
                if (is_grad_enabled()) steps++;
                // The first component counts each batch by its number, the second is not seen in the batch 2.
                var values = stack([_theta.Value * 0 + batch, batch == 2 ? _theta.Value * double.NaN : _theta.Value - _theta.Value.detach() + 1]);
                return Evaluation.Of(_theta.Value).With(counted, values.detach() * 1 + (_theta.Value - _theta.Value.detach()), counts: tensor([batch, batch == 2 ? 0.0 : 1]));
            },
            new TrainerOptions { Epochs = 2 })
        { EpochFinished = _ => prices.Add(learner.Multipliers[counted].Multiplier.ToDoubles()) };

        trainer.Run();

        // (1 * 1 + 2 * 2 + 6 * 6) / 9 and 1.
        RuleTraceTests.Near(prices[0], [0.25 * 41 / 9, 0.25]);
        RuleTraceTests.Near(prices[1], [0.5 * 41 / 9, 0.5]);
        steps.Should().Be(6);
        learner.StepCount.Should().Be(6);
    }

    [Fact]
    public void Per_epoch_the_multipliers_can_move_by_held_out_data()
    {
        var bound = Constraint.AtMost("x", 0.5);
        using var learner = new PrimalDual(_theta, optim.SGD(_theta.parameters(), 0.5), [bound], DualUpdate.Ascent(0.25), scheme: Scheme.PerEpoch);
        using var trainer = new Trainer<double>(
            learner,
            new TrainingData<double>(2, (_, skip) => new[] { 100.0, 200 }.Skip(skip)),
            batch => Evaluation.Of(_theta.Value).With(bound, _theta.Value - _theta.Value.detach() + batch),
            new TrainerOptions { Epochs = 3 })
        { DualData = () => [1.0, 2, 6] };

        trainer.Run();

        learner.Multipliers[bound].Multiplier.Only().Should().BeApproximately(3 * 0.25 * (3 - 0.5), 1e-12, "three moves by the mean of the held-out batches");
    }

    [Theory]
    [InlineData(double.NaN, 0, false)]
    [InlineData(0, double.NaN, false)]
    [InlineData(2, 0.1, false)] // a worse score at the same violation
    [InlineData(0.5, 0.1, true)] // a better one
    [InlineData(9, 0.05, true)] // less violated
    [InlineData(0.1, 0.2, false)] // more violated
    [InlineData(99, 0, true)] // feasible at last
    public void Among_infeasible_iterates_the_violation_counts_first(double score, double violation, bool better)
    {
        using var best = new BestIterate(_theta);
        best.Offer(1, 0.1);
        best.Offer(score, violation);

        (best.Score, best.Violation).Should().Be(better ? (score, violation) : (1.0, 0.1));
    }

    private PrimalDual Learner() => new(_theta, optim.SGD(_theta.parameters(), 1), [_bound], DualUpdate.Ascent(1));

    private Evaluation Train() => Evaluation.Of(_theta.Value).With(_bound, _theta.Value);

    private Trainer<double> Trainer(PrimalDual learner, int epochs, double tolerance, Func<double, Evaluation> validate) =>
        new(learner, new TrainingData<double>(1, (_, skip) => Enumerable.Repeat(double.NaN, 1 - skip)), batch => double.IsNaN(batch) ? Train() : validate(batch), new TrainerOptions { Epochs = epochs, FeasibilityTolerance = tolerance })
        {
            Validation = () => [-0.25, 0.25], // whose mean is nothing
        };
}
