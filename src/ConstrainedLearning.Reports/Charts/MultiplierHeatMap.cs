using ConstrainedLearning.Diagnostics;
using OxyPlot;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>The multiplier of every component over the training, as colours: where and when a bound was paid for.</summary>
public static class MultiplierHeatMap
{
    /// <summary>Draws one constraint of a history.</summary>
    /// <param name="history">A history with at least one row.</param>
    /// <param name="constraint">The constraint, one of the history's.</param>
    public static PlotModel Create(TraceHistory history, ConstraintHistory constraint) => TrajectoryHeatMap.Create(
        $"Multipliers of “{constraint.Name}” during training", "multiplier λ", OxyPalettes.Viridis(), history.Steps, constraint.Multipliers);
}
