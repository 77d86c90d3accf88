using System.Globalization;
using ConstrainedLearning.Diagnostics;
using OxyPlot;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>Multipliers as lines over the training.</summary>
public static class MultiplierLines
{
    private const string Quantity = "multiplier λ";
    private const int MostLines = 5;

    /// <summary>Draws a few components of one constraint of a history, evenly chosen from first to last.</summary>
    /// <param name="history">A history with at least one row.</param>
    /// <param name="constraint">The constraint, one of the history's.</param>
    /// <param name="name">How a component is called, by its index; the default is its step, counted from 1.</param>
    public static PlotModel Create(TraceHistory history, ConstraintHistory constraint, Func<int, string>? name = null)
    {
        name ??= component => "step " + (component + 1).ToString(CultureInfo.InvariantCulture);
        var components = constraint.Multipliers.Max(row => row.Length);
        var title = components > 1 ? $"A few multipliers of “{constraint.Name}”" : $"Multiplier of “{constraint.Name}”";
        return HistoryLines.Create(title, Quantity, history.Steps, [.. Representative(components).Select(component => new HistoryLine(name(component), constraint.Multipliers, component))]);
    }

    /// <summary>Draws constraints of one component each, in one chart; a constraint alone has those steps shaded at which its multiplier is above 0.</summary>
    /// <param name="history">A history with at least one row.</param>
    /// <param name="constraints">The constraints, of the history's.</param>
    public static PlotModel Create(TraceHistory history, IReadOnlyList<ConstraintHistory> constraints)
    {
        HistoryLine[] lines = [.. constraints.Select(constraint => new HistoryLine(constraint.Name, constraint.Multipliers))];
        var model = HistoryLines.Create(lines.Length > 1 ? "Multiplier of each requirement" : $"Multiplier of “{lines.FirstOrDefault()?.Name}”", Quantity, history.Steps, lines);
        if (lines.Length == 1)
            HistoryLines.ShadeAboveZero(model, history.Steps, lines[0]);
        return model;
    }

    /// <summary>At most five of n components: the first, the last and evenly between.</summary>
    internal static int[] Representative(int components)
    {
        var count = Math.Min(components, MostLines);
        return [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)Math.Round(i * (components - 1.0) / (count - 1))).Distinct()];
    }
}
