using ConstrainedLearning.Diagnostics;

namespace ConstrainedLearning;

/// <summary>What a run's traces say of where it stands.</summary>
/// <remarks>
/// The last half of the trace is cut into two windows A and B; rises of a multiplier are compared: r = B / A, and s = the quarter before A and B, over both. For lambda ~ t^p (p = 1: the violation stands;
/// p = 1/3: no finite price exists) s = 2^-p, for an approach like 1 - exp(-t / tau) it is 1 / (r (1 + r)), which is less. The trace has to begin with the run for that.
/// </remarks>
/// <param name="Status">What is to be said first.</param>
/// <param name="Sentence">The same for a person, with the constraint's name and numbers.</param>
public sealed record Diagnosis(SolutionStatus Status, string Sentence)
{
    internal const double DefaultTolerance = 1e-3;

    private const double Unsettled = 0.7, Standing = 0.97, SettledLoss = 0.02, AboveExponential = 0.04;
    private const int FewestRows = 16;

    /// <summary>Reads traces.</summary>
    /// <param name="learner">Whose trace is recorded; see <see cref="PrimalDual.Record"/>.</param>
    /// <param name="tolerance">A violation of at most this, in the bound's units, counts as none; a multiplier that moves relatively less than this has settled. The default is 1e-3.</param>
    public static Diagnosis Of(PrimalDual learner, double tolerance = DefaultTolerance) =>
        Of(learner, (learner.Trace ?? throw new InvalidOperationException("no trace is recorded, and a diagnosis reads one: call learner.Record() before the first step")).History(), tolerance);

    internal static Diagnosis Of(PrimalDual learner, TraceHistory history, double tolerance = DefaultTolerance)
    {
        if (history.Steps.Count < FewestRows) return new(SolutionStatus.StillMoving, $"still moving: {history.Steps.Count} recorded steps are too few to tell");
        List<Diagnosis> found = [];
        var lossStands = LossStands(history.Losses, tolerance);
        foreach (var state in learner.Multipliers.Where(state => state.Constraint.Contribution == Contribution.Both))
        {
            Component[] components = [.. Enumerable.Range(0, state.TraceWidth).Select(i => Component.Of(state, history.Constraints[state.Constraint.Name], i))];
            var scale = components.Max(component => component.Late.LargestMultiplier);
            found.AddRange(components.Select(component => component.Read(tolerance, scale, lossStands)).OfType<Diagnosis>());
        }
        SolutionStatus[] order = [SolutionStatus.Capped, SolutionStatus.Infeasible, SolutionStatus.NoMultiplier, SolutionStatus.Oscillating, SolutionStatus.StillMoving];
        foreach (var status in order)
        {
            var same = found.Where(reading => reading.Status == status).ToList();
            if (same.Count > 0) return same[0] with { Sentence = same[0].Sentence + (same.Count > 1 ? $" (and {same.Count - 1} more)" : "") };
        }
        return new(SolutionStatus.Converged, "settled: every bound holds within tolerance and no multiplier moves; the residuals (Kkt) tell how exactly");
    }

    private static bool LossStands(IReadOnlyList<double> losses, double tolerance)
    {
        int middle = losses.Count / 2, cut = losses.Count * 3 / 4;
        double early = losses.Skip(middle).Take(cut - middle).Average(), late = losses.Skip(cut).Average();
        return Math.Abs(late - early) <= SettledLoss * Math.Max(Math.Abs(early), Math.Abs(late)) + tolerance;
    }

    /// <summary>One multiplier's two windows.</summary>
    private sealed record Component(string Name, bool IsEquality, double? Cap, Window Early, Window Late, double AtQuarter, double AtHalf)
    {
        internal static Component Of(DualState state, ConstraintHistory history, int index)
        {
            var rows = history.Multipliers.Length;
            int middle = rows / 2, cut = rows * 3 / 4;
            var bound = state.BoundOf(index);
            Window Between(int from, int to) => new(
                [.. Enumerable.Range(from, to - from).Select(row => history.Multipliers[row][index])],
                [.. Enumerable.Range(from, to - from).Select(row => state.Constraint.Sign * (history.Values[row][index] - bound) - history.Slacks[row][index])]);
            double? cap = state.IsCapped(history.Multipliers[^1], index) ? state.Cap : null;
            return new Component(
                state.ComponentName(index), state.Constraint.Sense == Sense.Equal, cap, Between(middle, cut), Between(cut, rows), history.Multipliers[rows / 4][index], history.Multipliers[middle][index]);
        }

        // scale: the constraint's largest multiplier, beside which the swing of a small one is noise.
        internal Diagnosis? Read(double tolerance, double scale, bool lossStands)
        {
            var violation = IsEquality ? Math.Abs(Late.MeanExcess) : Late.MeanExcess;
            var earlier = IsEquality ? Math.Abs(Early.MeanExcess) : Early.MeanExcess;
            double quarter = Math.Abs(AtHalf) - Math.Abs(AtQuarter), riseEarly = Math.Abs(Early.Last) - Math.Abs(AtHalf), riseLate = Math.Abs(Late.Last) - Math.Abs(Early.Last);
            var violated = violation > tolerance;
            if (violated && Cap is { } cap)
                return new(SolutionStatus.Capped, $"capped: the multiplier of {Name} stands at its cap {Text.Number(cap)} while its bound is violated by {Text.Number(violation)}; its price is above the cap, or no price suffices");
            var swing = Late.Deviation;
            var aboutItsMean = IsEquality || Late.MeanMultiplier > 0.5 * swing; // else it stands at 0 and noise lifts it now and then
            if (aboutItsMean && swing > Math.Max(tolerance, 0.05 * scale) && swing > 0.7 * Early.Deviation && Math.Abs(Late.MeanMultiplier - Early.MeanMultiplier) < swing)
                return new(SolutionStatus.Oscillating, $"oscillating: the multiplier of {Name} swings by {Text.Number(swing)} about {Text.Number(Late.MeanMultiplier)} and does not calm down; use nuPI, an augmented Lagrangian or Scheme.Optimistic, or average iterates");
            var ratio = riseEarly > 0 ? riseLate / riseEarly : 0;
            if (violated && violation >= Standing * earlier && ratio >= Standing * Standing && lossStands)
                return new(SolutionStatus.Infeasible, $"infeasible: the multiplier of {Name} still grows (now {Text.Number(Late.Last)}) while its violation stands at {Text.Number(violation)}");
            if (violation > 0 && violation < Standing * earlier && ratio is >= Unsettled and < Standing && quarter / (riseEarly + riseLate) > 1 / (ratio * (1 + ratio)) + AboveExponential)
                return new(SolutionStatus.NoMultiplier, $"no multiplier exists, it seems: that of {Name} grows on (now {Text.Number(Late.Last)}) while its violation still falls (now {Text.Number(violation)})");
            if (violated || Math.Abs(Late.MeanMultiplier - Early.MeanMultiplier) > 0.05 * Math.Max(tolerance, scale))
                return new(SolutionStatus.StillMoving, $"still moving: the multiplier of {Name} went from {Text.Number(Early.MeanMultiplier)} to {Text.Number(Late.MeanMultiplier)} on average, its violation is {Text.Number(violation)}");
            return null;
        }
    }

    private sealed record Window(double[] Multipliers, double[] Excess)
    {
        internal double Last => Multipliers[^1];

        internal double MeanMultiplier { get; } = Multipliers.Average();

        internal double LargestMultiplier { get; } = Multipliers.Max(Math.Abs);

        // Rows before the first measurement hold NaN.
        internal double MeanExcess { get; } = Excess.Where(double.IsFinite).DefaultIfEmpty(0).Average();

        internal double Deviation => MathNet.Numerics.Statistics.Statistics.PopulationStandardDeviation(Multipliers);
    }
}
