using ConstrainedLearning.Tests.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Solutions;

public sealed class AssessmentTests
{
    private readonly Constraint _pair = Constraint.AtMost("pair", [1.0, 2]), _least = Constraint.AtLeast("least", 3), _equal = Constraint.Equal("equal", 0.5);

    [Fact]
    public void Means_over_batches_are_exact_and_violations_signed()
    {
        using var theta = new Theta(0);
        using var learner = Toy.Learner(theta, [_pair, _least, _equal], DualUpdate.Ascent(1));
        Evaluation Batch(double[] pair, double[] counts, double least, double equal, double count) =>
            Evaluation.Of(tensor(least), count).With(_pair, tensor(pair), counts: tensor(counts)).With(_least, tensor(least)).With(_equal, tensor(equal));

        var assessment = learner.Assess([() => Batch([2, double.NaN], [3, 0], 4, 0, 1), () => Batch([4, double.NaN], [1, 0], 3, 0.5, 3)]);

        assessment.Loss.Should().Be((4 + 9) / 4.0);
        assessment.Constraints[0].Values.Should().Equal(2.5, double.NaN);
        assessment.Constraints[0].Violations.Should().Equal(1.5, double.NaN);
        assessment.Constraints[1].Violations.Should().Equal(-0.5);
        assessment.Constraints[2].Violations.Should().Equal(-0.25);
        (assessment.LargestViolation, assessment.WorstComponent).Should().Be((1.5, "pair[0]"));
        assessment.Excess().Should().Equal(1.5, double.NaN, -0.5, -0.25, 0.25);
        (assessment.IsFeasible(1.5), assessment.IsFeasible(1.4)).Should().Be((true, false));
        learner.StepCount.Should().Be(0);
        FluentActions.Invoking(() => learner.Assess([])).Should().Throw<ArgumentException>().WithMessage("*at least one batch*");
    }

    [Fact]
    public void An_equality_is_violated_on_either_side_and_a_feasible_point_has_no_worst_component()
    {
        using var theta = new Theta(0);
        using var learner = Toy.Learner(theta, [_equal], DualUpdate.Ascent(1));
        Assessment At(double value) => learner.Assess([() => Evaluation.Of(tensor(0.0)).With(_equal, tensor(value))]);

        At(-1).LargestViolation.Should().Be(1.5);
        At(2).LargestViolation.Should().Be(1.5);
        At(0.5).Should().Match<Assessment>(assessment => assessment.LargestViolation == 0 && assessment.WorstComponent == null && assessment.IsFeasible(0));
    }

    [Fact]
    public void The_worst_sample_is_called_by_its_index_and_measured_by_its_own_bound()
    {
        using var theta = new Theta(0);
        var each = Constraint.AtMost("each", [1.0, 2, 3, 4, 5]).PerSample(5);
        using var learner = Toy.Learner(theta, [each], DualUpdate.Ascent(1));

        var assessment = learner.Assess([() => Evaluation.Of(tensor(0.0)).WithSamples(each, tensor([5.0, 3.5]), tensor([4L, 2])), () => Evaluation.Of(tensor(0.0)).WithSamples(each, tensor([4.0]), tensor([0L]))]);

        assessment.Constraints[0].Violations.Should().Equal(0, 0.5, 3);
        (assessment.LargestViolation, assessment.WorstComponent).Should().Be((3, "each[sample 0]"));
    }

    [Fact]
    public void Strict_values_are_assessed_and_slacks_do_not_excuse()
    {
        using var theta = new Theta(3);
        var bound = Constraint.AtMost("x", 1).Relaxed(Relaxation.Quadratic(2));
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.1), 0);
        learner.Run(50, () => Evaluation.Of(theta.Value).With(bound, theta.Value));

        learner.Assess([() => Evaluation.Of(theta.Value).With(bound, theta.Value, strict: theta.Value - 1)]).LargestViolation.Should().Be(1);
    }
}
