using System.Text;
using MathNet.Numerics.Statistics;

namespace ConstrainedLearning;

/// <summary>The truth about prices: the problem solved again with each bound moved a little both ways, and the difference of the optimal losses beside the price.</summary>
/// <param name="Components">One entry per component that was checked.</param>
public sealed record PriceCheck(IReadOnlyList<CheckedPrice> Components)
{
    /// <summary>Spearman's rank correlation of price and finite difference; NaN for fewer than two components.</summary>
    public double RankCorrelation => Components.Count < 2 ? double.NaN : Correlation.Spearman(Components.Select(item => item.Price), Components.Select(item => item.Difference));

    /// <summary>The median of difference over price where the price is not 0; 1 when prices are right.</summary>
    public double MedianRatio => Components.Where(item => item.Price != 0).Select(item => item.Ratio).DefaultIfEmpty(double.NaN).Median();

    /// <summary>Solves again: twice for each component.</summary>
    /// <param name="report">The prices to check.</param>
    /// <param name="constraints">The problem's constraints.</param>
    /// <param name="delta">By how much bounds are moved, in their units: small beside the bound, large beside what solves differ by from noise.</param>
    /// <param name="solve">Trains anew under the given constraints, from the same start and seed, and gives the optimum: the loss and, where bounds give way, the cost of that (<see cref="Solution.Optimum"/>).</param>
    /// <param name="largest">How many of the dearest components are checked. The default is all.</param>
    public static PriceCheck Of(SensitivityReport report, IReadOnlyList<Constraint> constraints, double delta, Func<IReadOnlyList<Constraint>, double> solve, int largest = int.MaxValue)
    {
        if (!(delta > 0 && double.IsFinite(delta))) throw new ArgumentOutOfRangeException(nameof(delta), delta, "bounds are moved by a finite number > 0");
        List<CheckedPrice> components = [];
        foreach (var price in report.Prices.Take(largest))
        {
            var constraint = constraints.FirstOrDefault(item => item.Name == price.Constraint) ?? throw new ArgumentException($"the report prices '{price.Constraint}', which is not among the constraints given", nameof(constraints));
            double Optimum(double shift) => solve([.. constraints.Select(item => ReferenceEquals(item, constraint) ? item.WithBound(price.Component, price.Bound + shift) : item)]);
            // Relaxing is raising the bound of AtMost (and, by convention, of an equality) and lowering that of AtLeast.
            components.Add(new CheckedPrice(price.Name, price.Multiplier, -constraint.Sign * (Optimum(delta) - Optimum(-delta)) / (2 * delta)));
        }
        return new PriceCheck(components);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine($"{"requirement",-28} {"price",10} {"difference",11} {"ratio",8}");
        foreach (var item in Components) text.AppendLine($"{item.Name,-28} {Text.Number(item.Price),10} {Text.Number(item.Difference),11} {item.Ratio.ToString("G3", System.Globalization.CultureInfo.InvariantCulture),8}");
        text.AppendLine($"rank correlation {Text.Number(RankCorrelation)}, median ratio {Text.Number(MedianRatio)}");
        return text.ToString();
    }
}

/// <summary>A price beside the truth.</summary>
/// <param name="Name">The component.</param>
/// <param name="Price">The multiplier.</param>
/// <param name="Difference">-(P*(eps + delta) - P*(eps - delta)) / (2 delta), for AtLeast with the other sign.</param>
public sealed record CheckedPrice(string Name, double Price, double Difference)
{
    /// <summary>Difference over price; NaN where the price is 0.</summary>
    public double Ratio => Price == 0 ? double.NaN : Difference / Price;
}
