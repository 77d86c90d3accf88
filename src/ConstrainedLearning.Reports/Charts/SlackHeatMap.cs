using ConstrainedLearning.Diagnostics;
using OxyPlot;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>The relaxation of every component over the training, as colours: where a bound gave way.</summary>
public static class SlackHeatMap
{
    /// <summary>Draws one constraint of a history.</summary>
    /// <param name="history">A history with at least one row.</param>
    /// <param name="constraint">The constraint, one of the history's.</param>
    public static PlotModel Create(TraceHistory history, ConstraintHistory constraint) => TrajectoryHeatMap.Create(
        $"Relaxation of “{constraint.Name}” during training", "slack u", OxyPalettes.Magma(), history.Steps, constraint.Slacks);
}
