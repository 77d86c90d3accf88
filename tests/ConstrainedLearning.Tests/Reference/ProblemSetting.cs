using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>How a known problem is solved: x by plain gradient steps, and the rest as it says.</summary>
/// <param name="PrimalRate">The step size of x.</param>
/// <param name="Dual">How multipliers move.</param>
/// <param name="Formulation">What x descends.</param>
/// <param name="Scheme">Who moves when.</param>
internal sealed record ProblemSetting(double PrimalRate, DualUpdate Dual, Formulation Formulation, Scheme Scheme)
{
    /// <summary>The Lagrangian with dual ascent.</summary>
    internal static ProblemSetting Plain(double primalRate, double dualRate, Scheme scheme) => new(primalRate, DualUpdate.Ascent(dualRate), Formulation.Lagrangian, scheme);

    /// <summary>The recipe to start with: an augmented Lagrangian, x first, and the penalty coefficient as the multipliers' step size.</summary>
    internal static ProblemSetting Augmented(double penalty, double primalRate) =>
        new(primalRate, DualUpdate.Ascent(penalty), Formulation.AugmentedLagrangian(penalty), Scheme.AlternatingPrimalDual);
}
