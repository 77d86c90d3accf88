namespace OxyPlot.Axes;

/// <summary>An axis on which equal distances are equal differences.</summary>
public class LinearAxis : Axis
{
    private protected override TickSet CreateTicks(LabelFit fit) => LinearTicks.Of(this, fit);
}
