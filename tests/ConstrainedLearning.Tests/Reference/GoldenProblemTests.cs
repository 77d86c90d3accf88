using System.Text.Json;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

public sealed class GoldenProblemTests
{
    private const double Tolerance = 1e-8;

    public static TheoryData<string> Ids => [.. GoldenProblem.Ids];

    [Fact]
    public void All_problems_are_read() => GoldenProblem.Ids.Should().HaveCount(24).And.OnlyHaveUniqueItems();

    [Theory, MemberData(nameof(Ids))]
    public void Every_problem_is_consistent_in_itself(string id)
    {
        var problem = GoldenProblem.Of(id);

        problem.Variables.Should().Equal(Enumerable.Range(1, problem.N).Select(i => $"x{i}"));
        problem.X0.Should().HaveCount(problem.N);
        problem.XStar.Should().HaveCount(problem.N);
        problem.LambdaStar.Should().HaveSameCount(problem.Inequalities);
        problem.MuStar.Should().HaveSameCount(problem.Equalities);
        if (problem.PublishedF is { } published) problem.FStar.Should().BeApproximately(published, 2e-6 * Math.Abs(published));
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_formulae_have_the_known_solution_and_multipliers(string id)
    {
        var problem = GoldenProblem.Of(id);
        using var scope = NewDisposeScope();
        using var point = new Point(problem.XStar);
        Tensor loss = problem.Program.ObjectiveAt(point.Value), g = problem.Program.InequalitiesAt(point.Value), h = problem.Program.EqualitiesAt(point.Value);
        var lagrangian = loss + (tensor(problem.LambdaStar) * g).sum() + (tensor(problem.MuStar) * h).sum();
        double[] values = g.ToDoubles(), equations = h.ToDoubles(), stationarity = autograd.grad([lagrangian], [point.Value])[0].ToDoubles();

        loss.ToDouble().Should().BeApproximately(problem.FStar, Tolerance);
        stationarity.Should().HaveCount(problem.N);
        values.Should().HaveSameCount(problem.Inequalities);
        equations.Should().HaveSameCount(problem.Equalities);
        AtMostTolerance(stationarity.Select(Math.Abs));
        AtMostTolerance(values);
        AtMostTolerance(equations.Select(Math.Abs));
        AtMostTolerance(problem.LambdaStar.Select(multiplier => -multiplier));
        AtMostTolerance(problem.LambdaStar.Zip(values, (multiplier, value) => Math.Abs(multiplier * value)));
        Enumerable.Range(0, values.Length).Where(i => Math.Abs(values[i]) <= Tolerance).Should().Equal(problem.Active);
    }

    [Fact]
    public void A_point_is_a_model_of_its_coordinates()
    {
        using var point = new Point([1.5, -2]);

        point.Coordinates.Should().Equal(1.5, -2);
        point.parameters().Should().ContainSingle().Which.dtype.Should().Be(ScalarType.Float64);
        point.Value.requires_grad.Should().BeTrue();
    }

    [Theory]
    [InlineData("\"x_star\"", "\"solution\"")]
    [InlineData("\"n\": 2,", "")]
    [InlineData("\"n\": 2,", "\"n\": 2, \"n\": 2,")]
    [InlineData("\"lambda_star\": []", "\"lambda_star\": null")]
    [InlineData("\"mu_star\": [-1.0]", "\"mu_star\": [\"-1\"]")]
    [InlineData("\"problems\": [", "\"problems\": ")]
    public void A_file_with_other_fields_is_refused(string good, string bad)
    {
        var text = GoldenFile.Text("problems.json");
        text.Should().Contain(good);
        var parse = () => GoldenFile.Parse<GoldenProblems>(text.Replace(good, bad, StringComparison.Ordinal));

        parse.Should().Throw<JsonException>();
    }

    private static void AtMostTolerance(IEnumerable<double> residuals) => residuals.Where(residual => !(residual <= Tolerance)).Should().BeEmpty();
}
