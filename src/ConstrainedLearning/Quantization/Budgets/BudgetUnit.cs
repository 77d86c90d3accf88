namespace ConstrainedLearning.Quantization.Budgets;

/// <summary>What a <see cref="PrecisionBudget"/> counts.</summary>
public enum BudgetUnit
{
    /// <summary>Bits to store the weights with, sum w_l b_l; the bound is on their mean, sum w_l b_l / sum w_l.</summary>
    AverageBits,

    /// <summary>Bit operations of one sample, sum m_l b_l^2.</summary>
    BitOperations,
}

/// <summary>The units' counts, whole numbers.</summary>
internal static class BudgetUnits
{
    /// <summary>Of one layer with so many bits.</summary>
    internal static long CostOf(this BudgetUnit unit, LayerCost cost, int bits) => checked(unit == BudgetUnit.AverageBits ? cost.Weights * bits : cost.Multiplications * bits * bits);

    /// <summary>The most that a bound allows; within rounding, so that the bits of a given allocation are a bound that allows it.</summary>
    internal static double Most(this BudgetUnit unit, IReadOnlyList<LayerCost> costs, double bound) => bound * (unit == BudgetUnit.AverageBits ? costs.Sum(cost => cost.Weights) : 1) * (1 + 1e-12);

    /// <summary>A count in the words of the bound.</summary>
    internal static string Text(this BudgetUnit unit, IReadOnlyList<LayerCost> costs, double count) =>
        unit == BudgetUnit.AverageBits ? $"{ConstrainedLearning.Text.Number(count / costs.Sum(cost => cost.Weights))} bits on average" : $"{ConstrainedLearning.Text.Number(count)} bit operations";
}
