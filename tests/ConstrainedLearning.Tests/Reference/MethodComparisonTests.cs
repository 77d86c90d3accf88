namespace ConstrainedLearning.Tests.Reference;

/// <summary>What docs/choosing.md says of which method to start with, on the problems that take little time; the whole table is <see cref="MethodComparison"/>'s.</summary>
public sealed class MethodComparisonTests
{
    private static readonly string[] Problems = ["platt_barr", "nw16_4", "hs11", "hs14", "hs22", "hs35", "hs42", "hs76", "projection_eq", "resilient_quadratic", "min_norm"];

    // Without curvature along some direction, or nearly: the objective alone does not hold x there, and plain steps are slow.
    private static readonly string[] FlatProblems = ["hs21", "hs48", "hs52"];

    private static readonly Dictionary<string, (int Known, ProblemSetting Setting)> PlattBarr = new()
    {
        ["simultaneous"] = (277, ProblemSetting.Plain(0.05, 0.5, Scheme.Simultaneous)),
        ["dual then primal"] = (138, ProblemSetting.Plain(0.05, 0.5, Scheme.AlternatingDualPrimal)),
        ["primal then dual"] = (138, ProblemSetting.Plain(0.05, 0.5, Scheme.AlternatingPrimalDual)),
        ["nuPI"] = (134, new(0.05, DualUpdate.NuPI(0.5), Formulation.Lagrangian, Scheme.Simultaneous)),
        ["extragradient"] = (2 * 103, ProblemSetting.Plain(0.05, 0.5, Scheme.Extragradient)),
    };

    public static TheoryData<string> PlattBarrMethods => [.. PlattBarr.Keys];

    /// <summary>The numbers of steps that another library needs, from the same start with the same rates.</summary>
    [Theory, MemberData(nameof(PlattBarrMethods))]
    public void Platt_and_Barrs_problem_takes_no_more_steps_than_are_known(string method) =>
        MethodComparison.Steps("platt_barr", PlattBarr[method].Setting).Should().BeInRange(1, PlattBarr[method].Known + 1);

    [Fact]
    public void Which_side_of_an_alternation_moves_first_makes_no_difference() =>
        On(Problems, "dual then primal", "primal then dual", (dualFirst, primalFirst) => Math.Abs(dualFirst - primalFirst) <= 3);

    [Fact]
    public void Optimistic_steps_do_what_extragradient_steps_do_at_half_their_cost() =>
        On(Problems, "optimistic", "extragradient", (optimistic, extragradient) => Math.Abs(2 * optimistic - extragradient) <= 0.05 * extragradient);

    [Fact]
    public void An_augmented_Lagrangian_with_c_as_the_dual_rate_needs_no_more_steps_than_simultaneous_ones_but_for_hs22()
    {
        On([.. Problems.Where(problem => problem != "hs22")], "augmented, dual rate c", "simultaneous", (augmented, plain) => augmented <= plain);
        On(["hs22"], "augmented, dual rate c", "simultaneous", (augmented, plain) => augmented > plain);
        On(["hs76"], "augmented, dual rate c", "simultaneous", (augmented, plain) => augmented < plain / 5);
    }

    [Fact]
    public void With_another_dual_rate_than_c_an_augmented_Lagrangian_is_slower() =>
        On(Problems, "augmented, dual rate c", "augmented", (tied, free) => tied < 0.6 * free);

    [Fact]
    public void Where_the_objective_is_flat_the_penalty_gives_the_curvature_that_plain_steps_lack()
    {
        foreach (var problem in FlatProblems)
        {
            MethodComparison.Steps(problem, "augmented, dual rate c").Should().BeLessThan(700, problem);
            MethodComparison.Steps(problem, "simultaneous", most: 3500).Should().BeNull(problem);
        }
    }

    private static void On(string[] problems, string first, string second, Func<int, int, bool> holds)
    {
        foreach (var problem in problems)
        {
            var (left, right) = (MethodComparison.Steps(problem, first)!.Value, MethodComparison.Steps(problem, second)!.Value);
            holds(left, right).Should().BeTrue($"{problem} takes {left} steps with {first} and {right} with {second}");
        }
    }
}
