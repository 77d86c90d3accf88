namespace ConstrainedLearning.Tests;

/// <summary>What tests go through when they say "every".</summary>
internal static class Engine
{
    internal static IReadOnlyDictionary<string, Scheme> Schemes { get; } = new Dictionary<string, Scheme>
    {
        ["simultaneous"] = Scheme.Simultaneous,
        ["primal, dual"] = Scheme.AlternatingPrimalDual,
        ["dual, primal"] = Scheme.AlternatingDualPrimal,
        ["extragradient"] = Scheme.Extragradient,
        ["optimistic"] = Scheme.Optimistic,
        ["per epoch"] = Scheme.PerEpoch,
        ["method of multipliers"] = Scheme.MethodOfMultipliers(innerSteps: 3),
    };

    internal static IReadOnlyDictionary<string, Formulation> Formulations { get; } = new Dictionary<string, Formulation>
    {
        ["Lagrangian"] = Formulation.Lagrangian,
        ["augmented"] = Formulation.AugmentedLagrangian(2),
        ["augmented, growing"] = Formulation.AugmentedLagrangian(Penalty.Progress(0.5, most: 4)),
        ["penalty"] = Formulation.QuadraticPenalty(2),
        ["penalty, growing"] = Formulation.QuadraticPenalty(Penalty.Geometric(0.5, 1.1)),
    };

    internal static bool Allows(string scheme, string formulation) => scheme != "method of multipliers" || formulation.StartsWith("augmented", StringComparison.Ordinal);
}
