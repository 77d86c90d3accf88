namespace ConstrainedLearning.Tests.Reference;

/// <summary>How many steps each method needs from the published start to |x - x*| &lt; 1e-4 and |multipliers - known ones| &lt; 1e-3, all at one rule for the rates.</summary>
/// <remarks>
/// x takes gradient steps at a quarter of the largest step at which simultaneous descent-ascent, with or without the penalty, is stable at the solution; the multipliers' rate is the same,
/// or, where said, the penalty coefficient c. Penalised methods take the c of the problem's table.
/// </remarks>
internal static class MethodComparison
{
    /// <summary>By name; a null setting: no step size is stable.</summary>
    private static readonly Dictionary<string, Func<GoldenProblem, ProblemSetting?>> Settings = new()
    {
        ["simultaneous"] = problem => Plain(problem, Scheme.Simultaneous),
        ["dual then primal"] = problem => Plain(problem, Scheme.AlternatingDualPrimal),
        ["primal then dual"] = problem => Plain(problem, Scheme.AlternatingPrimalDual),
        ["extragradient"] = problem => Plain(problem, Scheme.Extragradient),
        ["optimistic"] = problem => Plain(problem, Scheme.Optimistic),
        ["nuPI"] = problem => Plain(problem, Scheme.Simultaneous) is { } plain ? plain with { Dual = DualUpdate.NuPI(plain.PrimalRate) } : null,
        ["augmented"] = problem => Augmented(problem) is { } augmented ? augmented with { Dual = DualUpdate.Ascent(augmented.PrimalRate) } : null,
        ["augmented, dual rate c"] = Augmented,
        ["multipliers, 10 steps"] = problem => Augmented(problem) is { } augmented ? augmented with { Scheme = Scheme.MethodOfMultipliers(innerSteps: 10) } : null,
    };

    /// <summary>The number of steps of x (extragradient's step has two); null: more than <paramref name="most"/>, or never.</summary>
    internal static int? Steps(string problem, string method, int most = 20_000) => Settings[method](GoldenProblem.Of(problem)) is { } setting ? Steps(problem, setting, most) : null;

    /// <inheritdoc cref="Steps(string, string, int)"/>
    internal static int? Steps(string problem, ProblemSetting setting, int most = 20_000)
    {
        using var run = new ProblemRun(GoldenProblem.Of(problem), setting);
        return run.StepsUntil(run => run.PrimalError < 1e-4 && run.MultiplierError < 1e-3, most);
    }

    private static ProblemSetting? Plain(GoldenProblem problem, Scheme scheme) =>
        problem.Gda.LargestStableStep is { } largest ? ProblemSetting.Plain(largest / 4, largest / 4, scheme) : null;

    private static ProblemSetting? Augmented(GoldenProblem problem) =>
        problem.GdaWithPenalty is { LargestStableStep: { } largest, C: var c } ? ProblemSetting.Augmented(c, largest / 4) : null;
}
