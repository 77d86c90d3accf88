namespace ConstrainedLearning.Tests.Reference;

/// <summary>
/// Every known problem is solved to 1e-5 in x and multipliers, from its published start, by one recipe; and what plain descent-ascent cannot solve is shown to need its remedy.
/// </summary>
public sealed class ProblemTests
{
    private const double Tolerance = 1e-5;
    private const int MostSteps = 20_000;

    // Augmented Lagrangian, x first, dual rate = penalty coefficient: c and the step size of x. The first choice is c = 1; constraints whose slope is large where the run starts or ends
    // take a smaller one, a concave objective a larger.
    private static readonly Dictionary<string, ProblemSetting> Recipe = new()
    {
        ["platt_barr"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
        ["nw16_4"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
        ["hs14"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
        ["hs22"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
        ["hs28"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.05),
        ["hs35"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
        ["hs42"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
        ["hs76"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
        ["hs7"] = ProblemSetting.Augmented(penalty: 0.1, primalRate: 0.03),
        ["hs10"] = ProblemSetting.Augmented(penalty: 0.01, primalRate: 0.03),
        ["hs11"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.03),
        ["hs21"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.3),
        ["hs27"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.05),
        ["hs29"] = ProblemSetting.Augmented(penalty: 0.1, primalRate: 0.02),
        ["hs39"] = ProblemSetting.Augmented(penalty: 0.3, primalRate: 0.1),
        ["hs48"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
        ["hs52"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.05),
        ["hs65"] = ProblemSetting.Augmented(penalty: 0.1, primalRate: 0.05),
        ["projection_eq"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
        ["lp_segment"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.3),
        ["concave_eq"] = ProblemSetting.Augmented(penalty: 5, primalRate: 0.1),
        ["resilient_quadratic"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
        ["weakly_active"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
        ["min_norm"] = ProblemSetting.Augmented(penalty: 1, primalRate: 0.1),
    };

    // What plain descent-ascent does not solve, and what else does. From one of the step sizes alone no failure could be concluded, so several are tried.
    private static readonly (string Problem, string Name, ProblemSetting Setting)[] Remedies =
    [
        ("hs29", "method of multipliers", new(0.02, DualUpdate.Ascent(1), Formulation.AugmentedLagrangian(0.1), Scheme.MethodOfMultipliers(innerSteps: 20))),
        ("hs29", "growing penalty", new(0.01, DualUpdate.Ascent(0.1), Formulation.AugmentedLagrangian(Penalty.Geometric(0.05, 1.01, most: 0.2)), Scheme.AlternatingPrimalDual)),
        ("concave_eq", "method of multipliers", new(0.1, DualUpdate.Ascent(1), Formulation.AugmentedLagrangian(5), Scheme.MethodOfMultipliers(innerSteps: 10))),
        ("concave_eq", "growing penalty", new(0.1, DualUpdate.Ascent(1), Formulation.AugmentedLagrangian(Penalty.Progress(0.5, most: 8)), Scheme.AlternatingPrimalDual)),
        ("lp_segment", "extragradient", ProblemSetting.Plain(0.3, 0.3, Scheme.Extragradient)),
        ("lp_segment", "optimistic", ProblemSetting.Plain(0.3, 0.3, Scheme.Optimistic)),
        ("lp_segment", "nuPI with kp = 5", new(0.1, DualUpdate.NuPI(0.1, kp: 5), Formulation.Lagrangian, Scheme.Simultaneous)),
    ];

    public static TheoryData<string> Ids => [.. GoldenProblem.Ids];

    public static TheoryData<string, string> RemedyNames
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (problem, name, _) in Remedies) data.Add(problem, name);
            return data;
        }
    }

    [Fact]
    public void The_recipe_names_every_problem() => Recipe.Keys.Should().BeEquivalentTo(GoldenProblem.Ids);

    [Theory, MemberData(nameof(Ids))]
    public void One_recipe_solves_every_problem(string id) => Solve(id, Recipe[id]);

    [Theory, MemberData(nameof(RemedyNames))]
    public void What_repels_or_circles_is_solved_by_a_remedy(string problem, string name) =>
        Solve(problem, Remedies.Single(remedy => remedy.Problem == problem && remedy.Name == name).Setting);

    /// <summary>The Lagrangian's second derivative is indefinite at the solution: beside it, plain descent-ascent moves away at every step size.</summary>
    [Theory]
    [InlineData("hs29", 0.02)]
    [InlineData("hs29", 0.01)]
    [InlineData("hs29", 0.005)]
    [InlineData("concave_eq", 0.1)]
    [InlineData("concave_eq", 0.01)]
    [InlineData("concave_eq", 0.001)]
    public void Plain_descent_ascent_is_repelled_where_the_Lagrangian_curves_down(string id, double rate)
    {
        const double start = 1e-4;
        var problem = GoldenProblem.Of(id);
        using var run = new ProblemRun(problem, ProblemSetting.Plain(rate, rate, Scheme.Simultaneous), start);
        using var augmented = new ProblemRun(problem, Recipe[id], start);
        problem.LagrangianHessianMinEigenvalue.Should().BeNegative();

        run.Step((int)(4 / rate));
        augmented.StepsUntil(run => run.Distance() < start / 10, 1000).Should().NotBeNull("the same start is no obstacle to the augmented Lagrangian");

        run.Distance().Should().BeGreaterThan(10 * start);
    }

    /// <summary>A linear programme has no curvature: plain descent-ascent does not come nearer, at any step size.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.01)]
    [InlineData(0.001)]
    public void Plain_descent_ascent_circles_about_the_solution_of_a_linear_programme(double rate)
    {
        using var run = new ProblemRun(GoldenProblem.Of("lp_segment"), ProblemSetting.Plain(rate, rate, Scheme.Simultaneous));

        run.StepsUntil(run => run.PrimalError < 0.01 && run.Residual < 0.01, 5000).Should().BeNull();
    }

    /// <summary>After how many steps the recipe has solved a problem.</summary>
    internal static int? StepsOfRecipe(string id)
    {
        using var run = new ProblemRun(GoldenProblem.Of(id), Recipe[id]);
        return run.StepsUntil(run => IsSolved(run, GoldenProblem.Of(id).MultipliersUnique), MostSteps);
    }

    private static void Solve(string id, ProblemSetting setting)
    {
        using var run = new ProblemRun(GoldenProblem.Of(id), setting);
        var unique = GoldenProblem.Of(id).MultipliersUnique;

        run.StepsUntil(run => IsSolved(run, unique), MostSteps).Should().NotBeNull($"{id} should be solved by {setting}");
        run.Step(100);

        IsSolved(run, unique).Should().BeTrue("it is a solution where a run stays, not one it passes");
    }

    private static bool IsSolved(ProblemRun run, bool unique) => run.PrimalError < Tolerance && (unique ? run.MultiplierError : run.Residual) < Tolerance;
}
