using ConstrainedLearning.Solutions;

namespace ConstrainedLearning.Tests.Solutions;

public sealed class LinearProgramTests
{
    [Fact]
    public void Solve_textbook_problem_gives_its_vertex_and_prices()
    {
        // max 3x + 5y  s.t.  x <= 4, 2y <= 12, 3x + 2y <= 18: x = 2, y = 6, prices 0, 1.5, 1.
        var solution = new LinearProgram([-3, -5], [new([1, 0], Sense.AtMost, 4), new([0, 2], Sense.AtMost, 12), new([3, 2], Sense.AtMost, 18)]).Solve();

        solution.Status.Should().Be(LinearStatus.Optimal);
        AllClose(solution.X, [2, 6]);
        solution.Objective.Should().BeApproximately(-36, 1e-12);
        AllClose(solution.Prices, [0, 1.5, 1]);
    }

    [Fact]
    public void Solve_Beales_problem_on_which_the_steepest_rule_cycles_ends_at_its_optimum()
    {
        var solution = new LinearProgram([-0.75, 150, -0.02, 6],
            [new([0.25, -60, -0.04, 9], Sense.AtMost, 0), new([0.5, -90, -0.02, 3], Sense.AtMost, 0), new([0, 0, 1, 0], Sense.AtMost, 1)]).Solve();

        solution.Objective.Should().BeApproximately(-0.05, 1e-12);
        AllClose(solution.X, [0.04, 0, 1, 0]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(12)]
    public void Solve_KleeMinty_cube_ends_at_its_far_corner(int size)
    {
        var rows = Enumerable.Range(0, size).Select(i => new Row([.. Enumerable.Range(0, size).Select(j => j < i ? Math.Pow(2, i - j + 1) : j == i ? 1.0 : 0)], Sense.AtMost, Math.Pow(5, i + 1))).ToArray();

        var solution = new LinearProgram([.. Enumerable.Range(0, size).Select(j => -Math.Pow(2, size - 1 - j))], rows).Solve();

        solution.Objective.Should().BeApproximately(-Math.Pow(5, size), 1e-9 * Math.Pow(5, size));
    }

    [Fact]
    public void Solve_says_when_nothing_fulfils_the_rows_and_when_the_cost_has_no_end()
    {
        new LinearProgram([1, 1], [new([1, 1], Sense.AtMost, 1), new([1, 1], Sense.AtLeast, 1.001)]).Solve().Status.Should().Be(LinearStatus.Infeasible);
        new LinearProgram([0], [new([0], Sense.AtLeast, 1)]).Solve().Status.Should().Be(LinearStatus.Infeasible);
        new LinearProgram([-1, 0], [new([-1, 1], Sense.AtMost, 1)]).Solve().Should().BeEquivalentTo(new { Status = LinearStatus.Unbounded, Objective = double.NegativeInfinity });
        new LinearProgram([-1, 1], [new([0, 1], Sense.Equal, 1)]).Solve().Status.Should().Be(LinearStatus.Unbounded);
    }

    [Fact]
    public void Solve_repeated_and_dependent_equations_do_no_harm()
    {
        Row[] rows = [new([1, 1, 1], Sense.Equal, 1), new([2, 2, 2], Sense.Equal, 2), new([1, 1, 1], Sense.Equal, 1), new([0, 0, 0], Sense.Equal, 0), new([1, -1, 0], Sense.AtLeast, 0.5)];

        var solution = new LinearProgram([4, 1, 2], rows).Solve();

        AllClose(solution.X, [0.5, 0, 0.5]);
        solution.Objective.Should().BeApproximately(3, 1e-12);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Solve_random_problems_agree_with_the_enumeration_of_all_vertices(int seed, bool isDegenerate)
    {
        var random = new Random(seed);
        var seen = new Dictionary<LinearStatus, int>();
        for (var trial = 0; trial < 400; trial++)
        {
            int count = random.Next(1, 5), extra = random.Next(0, 3);
            Row[] rows =
            [
                new([.. Enumerable.Repeat(1.0, count)], Sense.AtMost, 10),
                .. Enumerable.Range(0, extra).Select(_ => new Row([.. Enumerable.Range(0, count).Select(_ => Draw())], (Sense)random.Next(3), Draw())),
            ];
            double[] costs = [.. Enumerable.Range(0, count).Select(_ => Draw())];

            var solution = new LinearProgram(costs, rows).Solve();

            var vertices = Enumeration.Vertices(count, rows);
            seen[solution.Status] = seen.GetValueOrDefault(solution.Status) + 1;
            solution.Status.Should().Be(vertices.Count == 0 ? LinearStatus.Infeasible : LinearStatus.Optimal, "trial {0}", trial);
            if (vertices.Count == 0) continue;
            solution.Objective.Should().BeApproximately(vertices.Min(vertex => Enumeration.Dot(vertex, costs)), 1e-9, "trial {0}", trial);
            CertifyOptimum(costs, rows, solution);
        }
        seen.Should().HaveCount(2).And.OnlyContain(pair => pair.Value > 20);

        double Draw() => isDegenerate ? random.Next(-1, 2) : 2 * random.NextDouble() - 1;
    }

    [Theory]
    [InlineData(40, 3000, 0)]
    [InlineData(60, 500, 0)]
    [InlineData(20, 1000, 8)]
    public void Solve_large_problem_is_proved_optimal_by_its_prices(int requirements, int count, int decades)
    {
        var random = new Random(requirements);
        var units = Enumerable.Range(0, requirements).Select(_ => Math.Pow(10, decades * (random.NextDouble() - 0.5))).ToArray();
        Row[] rows =
        [
            .. units.Select(unit => new Row([.. Enumerable.Range(0, count).Select(_ => unit * (random.NextDouble() - 0.48))], Sense.AtMost, 0)),
            new([.. Enumerable.Repeat(1.0, count)], Sense.Equal, 1),
        ];
        double[] costs = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];

        var solution = new LinearProgram(costs, rows).Solve();

        solution.Status.Should().Be(LinearStatus.Optimal);
        solution.X.Count(value => value > 0).Should().BeInRange(2, rows.Length);
        CertifyOptimum(costs, rows, solution);
    }

    /// <summary>Primal and dual feasibility and equal objectives: together they prove the optimum.</summary>
    private static void CertifyOptimum(double[] costs, Row[] rows, LinearSolution solution)
    {
        solution.X.Should().OnlyContain(value => value >= 0);
        foreach (var (row, price) in rows.Zip(solution.Prices))
        {
            var excess = Enumeration.Dot(row.Coefficients, solution.X) - row.Bound;
            var rounding = 1e-9 * row.Coefficients.Max(Math.Abs);
            (row.Sense switch { Sense.AtMost => excess, Sense.AtLeast => -excess, _ => Math.Abs(excess) }).Should().BeLessThanOrEqualTo(rounding);
            (row.Sense switch { Sense.AtMost => -price, Sense.AtLeast => price, _ => 0 }).Should().BeLessThanOrEqualTo(1e-9);
        }
        for (var j = 0; j < costs.Length; j++) (costs[j] + rows.Zip(solution.Prices, (row, price) => price * row.Coefficients[j]).Sum()).Should().BeGreaterThanOrEqualTo(-1e-9);
        (-rows.Zip(solution.Prices, (row, price) => price * row.Bound).Sum()).Should().BeApproximately(solution.Objective, 1e-9);
    }

    private static void AllClose(IReadOnlyList<double> values, double[] expected)
    {
        values.Should().HaveSameCount(expected);
        for (var i = 0; i < expected.Length; i++) values[i].Should().BeApproximately(expected[i], 1e-12);
    }
}
