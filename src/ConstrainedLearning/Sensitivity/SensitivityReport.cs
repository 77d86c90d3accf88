using System.Text;

namespace ConstrainedLearning;

/// <summary>The prices of a problem's requirements, dearest first.</summary>
/// <param name="Prices">One entry per constraint component, by falling multiplier.</param>
public sealed record SensitivityReport(IReadOnlyList<Price> Prices)
{
    private const int ShownByDefault = 12;

    internal static SensitivityReport Of(PrimalDual learner)
    {
        List<Price> prices = [];
        foreach (var state in learner.Multipliers)
        {
            double[] multipliers = state.Multiplier.ToDoubles(), values = state.Value.ToDoubles();
            var slacks = state.Slack?.ToDoubles();
            for (var i = 0; i < multipliers.Length; i++)
                prices.Add(new Price(state.Constraint.Name, i, multipliers[i], state.Constraint.Bounds[i], values.Length == multipliers.Length ? values[i] : double.NaN, slacks?[i] ?? 0, multipliers[i] >= state.Cap));
        }
        return new SensitivityReport([.. prices.OrderByDescending(price => price.Multiplier)]);
    }

    /// <summary>The dearest requirements as a text table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("price: how much the loss would fall per unit by which the bound is raised");
        text.AppendLine($"{"requirement",-28} {"price",10} {"bound",10} {"slack",10} {"last value",11}  state");
        foreach (var price in Prices.Take(ShownByDefault))
            text.AppendLine($"{$"{price.Constraint}[{price.Component}]",-28} {Text.Number(price.Multiplier),10} {Text.Number(price.Bound),10} {Text.Number(price.Slack),10} {Text.Number(price.Value),11}  {price.State}");
        if (Prices.Count > ShownByDefault) text.AppendLine($"... and {Prices.Count - ShownByDefault} more, none dearer than {Text.Number(Prices[ShownByDefault].Multiplier)}");
        return text.ToString();
    }
}

/// <summary>The price of one component of one constraint.</summary>
/// <param name="Constraint">The constraint's name.</param>
/// <param name="Component">Which of its components, from 0.</param>
/// <param name="Multiplier">lambda_i: how much the optimal loss would fall per unit of bound, dP*/d eps_i = -lambda_i.</param>
/// <param name="Bound">eps_i.</param>
/// <param name="Value">g_i as measured in the last step (one batch: noisy).</param>
/// <param name="Slack">u_i, by how much the bound has given way.</param>
/// <param name="IsCapped">Whether the multiplier stands at its cap, so that the price is at least this.</param>
public sealed record Price(string Constraint, int Component, double Multiplier, double Bound, double Value, double Slack, bool IsCapped)
{
    /// <summary>g_i - eps_i - u_i: positive where the (relaxed) bound is exceeded.</summary>
    public double Excess => Value - Bound - Slack;

    /// <summary>How the price is to be read.</summary>
    public string State => this switch
    {
        { IsCapped: true } => "capped: the true price is at least this",
        { Multiplier: 0 } => "free",
        { Slack: > 0 } => "relaxed",
        _ => "priced",
    };
}
