using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>What a recorded run was set to, in this library's terms.</summary>
internal static class RecordedSettings
{
    /// <summary>Primal only: there are no multipliers to move, so the schemes do not differ.</summary>
    internal static Scheme SchemeOf(GoldenTrajectory run) => run.Scheme switch
    {
        RecordedScheme.Simultaneous or RecordedScheme.PrimalOnly => Scheme.Simultaneous,
        RecordedScheme.AlternatingPrimalDual => Scheme.AlternatingPrimalDual,
        RecordedScheme.AlternatingDualPrimal => Scheme.AlternatingDualPrimal,
        _ => Scheme.Extragradient,
    };

    internal static Formulation FormulationOf(GoldenTrajectory run) => run.Formulation switch
    {
        RecordedFormulation.AugmentedLagrangian augmented => Formulation.AugmentedLagrangian(PenaltyOf(augmented.C, augmented.Update)),
        RecordedFormulation.QuadraticPenalty penalty => Formulation.QuadraticPenalty(PenaltyOf(penalty.C, penalty.Update)),
        _ => Formulation.Lagrangian,
    };

    /// <summary>The recorded rule, also where this library's own differs from it.</summary>
    internal static DualUpdate DualOf(GoldenTrajectory run) => run switch
    {
        { Dual: RecordedOptimizer.NuPI { Init: NuPIInit.Sgd } nuPI } => new ZeroedNuPI(nuPI),
        { Dual: RecordedOptimizer.Adam adam, Scheme: RecordedScheme.Extragradient } => new UncorrectedAdam.Dual(adam),
        _ => OwnDualOf(run),
    };

    /// <summary>This library's rule of the same name and settings. A run without multipliers has none, and a rule that nothing asks.</summary>
    internal static DualUpdate OwnDualOf(GoldenTrajectory run) => run.Dual switch
    {
        RecordedOptimizer.Sgd { Momentum: 0 } sgd => DualUpdate.Ascent(sgd.Lr),
        RecordedOptimizer.Sgd sgd => DualUpdate.Momentum(sgd.Lr, sgd.Momentum),
        RecordedOptimizer.Adam adam => DualUpdate.Adam(adam.Lr, adam.Beta1, adam.Beta2, adam.Eps),
        RecordedOptimizer.NuPI n => DualUpdate.NuPI(n.Lr, n.Kp, n.Ki, n.Nu, n.Init == NuPIInit.Sgd ? NuPIStart.Ascent : NuPIStart.Zero),
        _ => DualUpdate.Ascent(1),
    };

    /// <summary>The recorded optimiser, also where the library's own differs from it.</summary>
    internal static optim.Optimizer PrimalOf(GoldenTrajectory run, Point point) => run is { Primal: RecordedOptimizer.Adam adam, Scheme: RecordedScheme.Extragradient }
        ? new UncorrectedAdam.Primal(point.Value, adam)
        : OwnPrimalOf(run, point);

    /// <summary>This library's optimiser of the same name and settings.</summary>
    internal static optim.Optimizer OwnPrimalOf(GoldenTrajectory run, Point point) => run.Primal switch
    {
        RecordedOptimizer.Sgd sgd => optim.SGD(point.parameters(), sgd.Lr, sgd.Momentum),
        RecordedOptimizer.Adam adam => optim.Adam(point.parameters(), adam.Lr, adam.Beta1, adam.Beta2, adam.Eps),
        _ => throw new ArgumentException($"run {run}: {run.Primal.GetType().Name} is no optimiser of x", nameof(run)),
    };

    private static Penalty PenaltyOf(double start, RecordedPenaltyUpdate? update) => update switch
    {
        RecordedPenaltyUpdate.Multiplicative m => Penalty.WhileViolated(start, m.GrowthFactor, m.ViolationTolerance, m.RestartWhenFeasible),
        RecordedPenaltyUpdate.Additive a => Penalty.AddedWhileViolated(start, a.Increment, a.ViolationTolerance, a.RestartWhenFeasible),
        _ => Penalty.Constant(start),
    };
}
