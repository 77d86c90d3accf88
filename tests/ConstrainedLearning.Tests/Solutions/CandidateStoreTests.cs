using ConstrainedLearning.Certification;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Solutions;

public sealed class CandidateStoreTests
{
    private static readonly Constraint Half = Constraint.AtMost("l", 0.5);

    [Fact]
    public void Two_models_of_which_neither_is_a_solution_make_one_by_drawing_lots()
    {
        var known = ClosedForms.Case("dual.gap_two_points.0.5");
        using var theta = new Theta(0);
        using var learner = Toy.Learner(theta, [Half], DualUpdate.Ascent(0.1));
        using var store = new CandidateStore(theta);
        foreach (var value in new[] { 0.0, 1.0, 1.5 }) Keep(store, learner, theta, value);

        var mixture = store.Mixture();

        mixture.Objective.Should().BeApproximately(known.Expected("average_f"), 1e-12);
        mixture.Prices.Should().Equal(known.Expected("lambda"));
        mixture.Support.Should().Equal(("0", 0.5), ("1", 0.5));
        store.Prune(mixture);
        store.Candidates.Select(candidate => candidate.Name).Should().Equal("0", "1");
        var random = new Random(1);
        var drawn = Enumerable.Range(0, 1000).Select(_ => (Name: store.Draw(mixture, random), Value: theta.Number.Text())).ToList();
        drawn.Should().OnlyContain(draw => draw.Name == draw.Value);
        drawn.Count(draw => draw.Name == "1").Should().BeInRange(440, 560);
    }

    [Fact]
    public void Names_are_kept_apart_and_unknown_ones_refused()
    {
        using var theta = new Theta(0);
        using var learner = Toy.Learner(theta, [Half], DualUpdate.Ascent(0.1));
        using var store = new CandidateStore(theta);
        Keep(store, learner, theta, 0);

        FluentActions.Invoking(() => Keep(store, learner, theta, 0)).Should().Throw<ArgumentException>().WithMessage("*'0'*");
        FluentActions.Invoking(() => store.Restore("other")).Should().Throw<KeyNotFoundException>().WithMessage("*'other'*'0'*");
    }

    [Fact]
    public void Certificate_of_a_constraint_takes_bounds_and_sense_from_it()
    {
        using var values = tensor(Enumerable.Range(0, 400).SelectMany(i => new[] { i % 2 == 0 ? 0.2 : 0.4, i % 2 == 0 ? 0.7 : 0.9 }).ToArray()).reshape(400, 2);

        var certificate = Certificate.Of(Constraint.AtMost("pair", [0.5, 0.6]), values, ConfidenceInterval.EmpiricalBernstein(1));

        certificate.Components.Select(component => component.Verdict).Should().Equal(Verdict.Holds, Verdict.Violated);
        FluentActions.Invoking(() => Certificate.Of(Constraint.AtMost("three", 1, 3), values, ConfidenceInterval.Bootstrap())).Should().Throw<ShapeMismatchException>().WithMessage("*three*[400, 2]*");
    }

    private static void Keep(CandidateStore store, PrimalDual learner, Theta theta, double value)
    {
        using (no_grad()) theta.Value.fill_(value);
        store.Add(value.Text(), learner.Assess([() => Evaluation.Of(theta.Value.square()).With(Half, 1 - theta.Value)]));
    }
}
