namespace ConstrainedLearning.Reports.Forecasting;

/// <summary>What the bounds of one constraint cost at the end of training.</summary>
/// <param name="Name">The constraint's name.</param>
/// <param name="Multipliers">The price of each component: how much the mean loss would fall per unit of its bound.</param>
/// <param name="Slacks">How far each bound was relaxed, in its own units; empty if the constraint is not relaxed.</param>
public sealed record ConstraintPrices(string Name, IReadOnlyList<double> Multipliers, IReadOnlyList<double> Slacks)
{
    internal bool IsRelaxed => Slacks.Count > 0;
}
