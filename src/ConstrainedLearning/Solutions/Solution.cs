namespace ConstrainedLearning;

/// <summary>Where a solve ended: a status with its sentence, the residuals, the prices.</summary>
/// <param name="Status">How it is to be read.</param>
/// <param name="Sentence">The status for a person.</param>
/// <param name="Loss">f at the returned parameters.</param>
/// <param name="Residuals">The KKT residuals there.</param>
/// <param name="Steps">How many steps were taken.</param>
/// <param name="Prices">What each requirement costs.</param>
public sealed record Solution(SolutionStatus Status, string Sentence, double Loss, KktResiduals Residuals, long Steps, SensitivityReport Prices)
{
    /// <summary>sum_i w_i h(u_i), what it cost that bounds gave way.</summary>
    public double SlackCost { get; init; }

    /// <summary>Loss and cost of the slacks together: the value of the relaxed problem, whose derivative the prices are.</summary>
    public double Optimum => Loss + SlackCost;

    /// <inheritdoc/>
    public override string ToString() => $"{Sentence}{Environment.NewLine}loss {Text.Number(Loss)} after {Steps} steps; {Residuals}{Environment.NewLine}{Prices with { Diagnosis = null }}";
}

/// <summary>When a solve ends.</summary>
public sealed record SolveOptions
{
    /// <summary>The most steps. The default is 20,000.</summary>
    public int MaxSteps
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a solve takes at least one step");
    } = 20_000;

    /// <summary>The scaled KKT error at which it has converged. The default is 1e-6.</summary>
    public double Tolerance
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a tolerance is > 0");
    } = 1e-6;

    /// <summary>Every how many steps the residuals are computed. The default is 50.</summary>
    public int CheckEvery
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "residuals are computed every step or less often");
    } = 50;
}

/// <summary>Steps until the KKT conditions hold: for problems whose closure evaluates everything, not a batch.</summary>
internal static class Solver
{
    internal static Solution Solve(PrimalDual learner, Func<Evaluation> evaluate, SolveOptions options, CancellationToken cancellation)
    {
        if (learner.Trace is null) learner.Record(Math.Max(1, options.MaxSteps / 2000));
        long taken = 0;
        try
        {
            var (residuals, loss, slackCost) = KktResiduals.Of(learner, [evaluate]);
            while (residuals.ScaledError > options.Tolerance && taken < options.MaxSteps && !cancellation.IsCancellationRequested)
            {
                for (var i = 0; i < options.CheckEvery && taken < options.MaxSteps; i++, taken++) learner.Step(evaluate);
                (residuals, loss, slackCost) = KktResiduals.Of(learner, [evaluate]);
            }
            var diagnosis = residuals.ScaledError <= options.Tolerance
                ? new Diagnosis(SolutionStatus.Converged, $"converged: scaled error {Text.Number(residuals.ScaledError)} after {taken} steps")
                : Unfinished(learner, residuals, taken);
            return new Solution(diagnosis.Status, diagnosis.Sentence, loss, residuals, taken, learner.Sensitivity()) { SlackCost = slackCost };
        }
        catch (NonFiniteException e)
        {
            var nothing = new KktResiduals(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
            return new Solution(SolutionStatus.NonFinite, e.Message, double.NaN, nothing, taken, learner.Sensitivity());
        }
    }

    private static Diagnosis Unfinished(PrimalDual learner, KktResiduals residuals, long taken)
    {
        var reading = Diagnosis.Of(learner);
        return reading.Status == SolutionStatus.Converged
            ? new Diagnosis(SolutionStatus.StillMoving, $"still moving: scaled error {Text.Number(residuals.ScaledError)} after {taken} steps")
            : reading;
    }
}
