using ConstrainedLearning.Quantization.Budgets;

namespace ConstrainedLearning.Quantization.Rankings;

/// <summary>What one training under precision constraints, and a look at its model from all sides, said of the layers.</summary>
public sealed record LayerStudy
{
    /// <summary>Of the training.</summary>
    public required long Seed { get; init; }

    /// <summary>The layers, in the order of the model, with what each costs.</summary>
    public required IReadOnlyList<LayerCost> Costs { get; init; }

    /// <summary>The steps at which the multipliers were noted.</summary>
    public required IReadOnlyList<long> Steps { get; init; }

    /// <summary>The multipliers at each of these steps, one for each layer.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Multipliers { get; init; }

    /// <summary>The rankings that are compared.</summary>
    public required IReadOnlyList<LayerRanking> Rankings { get; init; }

    /// <summary>What they are compared with: how much the loss changes when one layer alone changes its precision.</summary>
    public required IReadOnlyList<LayerRanking> Truths { get; init; }

    /// <summary>What each ranking gave at equal budgets.</summary>
    public required IReadOnlyList<BudgetPoint> Points { get; init; }
}

/// <summary>What became of a model whose bits were given out by one ranking.</summary>
/// <param name="Rule">The ranking's rule.</param>
/// <param name="AverageBits">The budget, in mean bits of a weight: what was given out is that, or a little less.</param>
/// <param name="Treatment">What was done to the model after the bits were chosen.</param>
/// <param name="Loss">On test data, at that precision.</param>
/// <param name="Accuracy">Share of right answers, from 0 to 1; null where the model does not classify.</param>
public sealed record BudgetPoint(string Rule, double AverageBits, BudgetTreatment Treatment, double Loss, double? Accuracy);

/// <summary>What is done to a model after the bits of its layers were chosen.</summary>
public enum BudgetTreatment
{
    /// <summary>Its running statistics are taken anew; the weights stay.</summary>
    Calibrated,

    /// <summary>It is trained again from the start at the chosen precision.</summary>
    Retrained,
}
