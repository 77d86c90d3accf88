using System.Text.Json;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

public sealed class GoldenTrajectoryTests
{
    public static TheoryData<string> Names => [.. GoldenTrajectory.Names];

    [Fact]
    public void All_runs_are_read() => GoldenTrajectory.Names.Should().HaveCount(25);

    [Theory, MemberData(nameof(Names))]
    public void Every_run_has_the_rows_it_promises(string name)
    {
        var run = GoldenTrajectory.Of(name);
        var rows = run.Trajectory;
        int n = run.Problem.N, inequalities = run.Problem.Inequalities.Length, equalities = run.Problem.Equalities.Length, k = run.Iterations;

        run.Case.Should().Be(name);
        rows.Loss.Should().HaveCount(k + 1);
        rows.PrimalValue.Should().HaveCount(k);
        Widths(rows.X, k + 1, n);
        Widths(rows.G, k + 1, inequalities);
        Widths(rows.H, k + 1, equalities);
        Widths(rows.Lambda, k + 1, run.Dual is null ? 0 : inequalities);
        Widths(rows.Mu, k + 1, run.Dual is null ? 0 : equalities);
        Widths(rows.InequalityPenalties, k + 1, run.Formulation is RecordedFormulation.Lagrangian ? 0 : inequalities);
        Widths(rows.EqualityPenalties, k + 1, run.Formulation is RecordedFormulation.Lagrangian ? 0 : equalities);
        Widths(rows.XHalf, k, run.Scheme == RecordedScheme.Extragradient ? n : 0);
        Widths(rows.LambdaHalf, k, run.Scheme == RecordedScheme.Extragradient ? inequalities : 0);
        Widths(rows.MuHalf, k, run.Scheme == RecordedScheme.Extragradient ? equalities : 0);
        rows.X[0].Should().Equal(run.Start.X);
        if (run.Start.Lambda is { } lambda) rows.Lambda![0].Should().Equal(lambda);
        if (run.Start.Mu is { } mu) rows.Mu![0].Should().Equal(mu);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_formulae_give_the_recorded_values_at_every_row(string name)
    {
        var run = GoldenTrajectory.Of(name);

        for (var k = 0; k <= run.Iterations; k++)
        {
            using var scope = NewDisposeScope();
            var x = tensor(run.Trajectory.X[k]);
            Close([run.Problem.ObjectiveAt(x).ToDouble()], [run.Trajectory.Loss[k]], $"loss of row {k}");
            Close(run.Problem.InequalitiesAt(x).ToDoubles(), run.Trajectory.G?[k] ?? [], $"g of row {k}");
            Close(run.Problem.EqualitiesAt(x).ToDoubles(), run.Trajectory.H?[k] ?? [], $"h of row {k}");
        }
    }

    [Fact]
    public void Strict_inequalities_drive_the_multipliers_where_a_run_has_them()
    {
        var clipped = GoldenTrajectory.Of("hs35.simultaneous.sgd.sgd.proxy_violation");
        var rate = ((RecordedOptimizer.Sgd)clipped.Dual!).Lr;

        for (var k = 0; k < clipped.Iterations; k++)
        {
            using var x = tensor(clipped.Trajectory.X[k]);
            using var strict = clipped.StrictInequalitiesAt(x);
            var moved = clipped.Trajectory.Lambda![k].Zip(strict.ToDoubles(), (multiplier, value) => Math.Max(0, multiplier + rate * value));
            Close([.. moved], clipped.Trajectory.Lambda[k + 1], $"multipliers of row {k + 1}");
        }
    }

    [Fact]
    public void Without_strict_inequalities_those_of_the_problem_drive()
    {
        var run = GoldenTrajectory.Of("hs22.simultaneous.sgd.nupi_kp1_ki1_init_sgd");
        using var x = tensor(run.Trajectory.X[3]);
        using var strict = run.StrictInequalitiesAt(x);

        run.StrictInequalities.Should().BeNull();
        Close(strict.ToDoubles(), run.Trajectory.G![3], "g");
    }

    [Fact]
    public void Settings_are_read_as_written()
    {
        var controlled = GoldenTrajectory.Of("hs28.alternating_primal_dual.adam.nupi_kp4_ki0.5_nu0.9_init_sgd");
        var augmented = GoldenTrajectory.Of("hs22.alternating_dual_primal.sgd.sgd.augmented_additive_restart");
        var penalized = GoldenTrajectory.Of("hs14.primal_only.adam.none.quadratic_penalty_multiplicative");
        var extrapolated = GoldenTrajectory.Of("hs14.extragradient.sgdm.sgdm");

        controlled.Scheme.Should().Be(RecordedScheme.AlternatingPrimalDual);
        (controlled.Primal with { Rule = "" }).Should().Be(new RecordedOptimizer.Adam(0.1, 0.9, 0.999, 1e-8, ""));
        (controlled.Dual! with { Rule = "" }).Should().Be(new RecordedOptimizer.NuPI(0.02, 4, 0.5, 0.9, NuPIInit.Sgd, ""));
        controlled.Formulation.Should().Be(new RecordedFormulation.Lagrangian());
        augmented.Scheme.Should().Be(RecordedScheme.AlternatingDualPrimal);
        (augmented.Dual! with { Rule = "" }).Should().Be(new RecordedOptimizer.Sgd(0.3, 0, ""));
        augmented.Formulation.Should().Be(new RecordedFormulation.AugmentedLagrangian(1, new RecordedPenaltyUpdate.Additive(0.5, 1e-4, true)));
        penalized.Scheme.Should().Be(RecordedScheme.PrimalOnly);
        penalized.Dual.Should().BeNull();
        penalized.Formulation.Should().Be(new RecordedFormulation.QuadraticPenalty(2, new RecordedPenaltyUpdate.Multiplicative(1.2, 1e-4, true)));
        extrapolated.Scheme.Should().Be(RecordedScheme.Extragradient);
        (extrapolated.Primal with { Rule = "" }).Should().Be(new RecordedOptimizer.Sgd(0.02, 0.9, ""));
        GoldenTrajectory.Of("hs76.simultaneous.sgd.sgd.indexed").Observed.Should().HaveCount(30).And.AllSatisfy(seen => seen.Should().OnlyContain(i => i >= 0 && i < 7));
    }

    [Theory]
    [InlineData("\"lr\"", "\"rate\"", typeof(JsonException))]
    [InlineData("\"scheme\": \"simultaneous\"", "\"scheme\": \"together\"", typeof(JsonException))]
    [InlineData("\"scheme\": \"simultaneous\"", "\"scheme\": 0", typeof(JsonException))]
    [InlineData("\"kind\": \"nupi\"", "\"kind\": \"pid\"", typeof(JsonException))]
    [InlineData("\"init\": \"sgd\"", "\"init\": \"ones\"", typeof(JsonException))]
    [InlineData("\"iterations\": 30", "\"iterations\": 30.5", typeof(JsonException))]
    [InlineData("x1^2 - x2", "x1^2 - x3", typeof(FormatException))]
    public void A_run_with_other_fields_or_formulae_is_refused(string good, string bad, Type error)
    {
        var text = GoldenFile.Text("cooper", "hs22.simultaneous.sgd.nupi_kp1_ki1_init_sgd.json");
        text.Should().Contain(good);

        Record.Exception(() => GoldenTrajectory.Parse(text.Replace(good, bad, StringComparison.Ordinal))).Should().BeOfType(error);
    }

    private static void Widths(double[][]? rows, int count, int width)
    {
        if (width == 0) rows.Should().BeNull();
        else rows.Should().HaveCount(count).And.AllSatisfy(row => row.Should().HaveCount(width));
    }

    private static void Close(double[] values, double[] expected, string what)
    {
        values.Should().HaveSameCount(expected, what);
        for (var i = 0; i < values.Length; i++) values[i].Should().BeApproximately(expected[i], 1e-9 * (1 + Math.Abs(expected[i])), $"{what}, component {i}");
    }
}
