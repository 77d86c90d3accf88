using System.Text.Json;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>A short run of another library, recorded step by step: the target is every number of every row to 1e-9 absolute plus 1e-9 relative.</summary>
/// <param name="Format">The version of the file format.</param>
/// <param name="Case">The file's name, problem.scheme.primal.dual[.variant].</param>
/// <param name="Tool">What made the run.</param>
/// <param name="Problem">The functions f, g and h.</param>
/// <param name="Start">Where the run starts.</param>
/// <param name="Scheme">Which player moves when.</param>
/// <param name="Formulation">The function that the primal optimiser descends.</param>
/// <param name="PrimalFunction">The same as a formula in words.</param>
/// <param name="Primal">The optimiser of x.</param>
/// <param name="Dual">The optimiser of lambda and mu; null: there are no multipliers.</param>
/// <param name="Order">What one iteration does, in words.</param>
/// <param name="Iterations">K.</param>
/// <param name="Amplification">The largest change of a recorded number per unit change of the start.</param>
/// <param name="Trajectory">The numbers.</param>
/// <param name="PenaltyRule">How the penalty coefficients move, in words; null: they do not.</param>
/// <param name="StrictInequalities">The values that drive the multipliers where those of the problem enter the primal function only; null: the problem's do both.</param>
/// <param name="Observed">The indices of the inequalities that each of the K iterations sees; null: all.</param>
internal sealed record GoldenTrajectory(
    string Format, string Case, JsonElement Tool, NonlinearProgram Problem, RecordedStart Start, RecordedScheme Scheme, RecordedFormulation Formulation, string PrimalFunction,
    RecordedOptimizer Primal, RecordedOptimizer? Dual, string[] Order, int Iterations, double Amplification, RecordedRows Trajectory,
    string? PenaltyRule = null, string[]? StrictInequalities = null, int[][]? Observed = null)
{
    private readonly FormulaVector _strictInequalities = new(StrictInequalities ?? Problem.Inequalities, Problem.N);

    /// <summary>The names of all recorded runs.</summary>
    internal static IReadOnlyList<string> Names { get; } = GoldenFile.Names("cooper");

    /// <summary>Reads the run of this name.</summary>
    internal static GoldenTrajectory Of(string name) => Parse(GoldenFile.Text("cooper", $"{name}.json"));

    /// <exception cref="JsonException">The text lacks a field or has an unknown one.</exception>
    /// <exception cref="FormatException">A formula does not parse.</exception>
    internal static GoldenTrajectory Parse(string json) => GoldenFile.Parse<GoldenTrajectory>(json);

    /// <summary>The values that drive the multipliers of the inequalities, shape [number of inequalities]; the caller's.</summary>
    internal Tensor StrictInequalitiesAt(Tensor x) => _strictInequalities.At(x);

    public override string ToString() => Case;
}

/// <summary>The state before the first iteration; null: the run has no such multipliers.</summary>
internal sealed record RecordedStart(double[] X, double[]? Lambda = null, double[]? Mu = null);

/// <summary>Which player moves when.</summary>
internal enum RecordedScheme
{
    Simultaneous,
    AlternatingPrimalDual,
    AlternatingDualPrimal,
    Extragradient,
    PrimalOnly,
}
