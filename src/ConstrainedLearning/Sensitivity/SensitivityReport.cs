using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConstrainedLearning.Diagnostics;

namespace ConstrainedLearning;

/// <summary>The prices of a problem's requirements, dearest first, and how far to trust each.</summary>
/// <remarks>
/// dP*/d eps_i = -lambda_i holds at a solution. A price is to be trusted where it has settled (its drift is small beside it), where it is not capped, and where lambda_i e_i is near 0;
/// <see cref="PriceCheck"/> compares it with the truth.
/// </remarks>
/// <param name="Prices">One entry per constraint component, by falling size of the price; of per-sample constraints the dearest samples.</param>
public sealed record SensitivityReport(IReadOnlyList<Price> Prices)
{
    private const int ShownByDefault = 12, SamplesKept = 1000;
    private const double RecentPart = 0.25;

    /// <summary>What the trace says of the run; null when none was recorded.</summary>
    public Diagnosis? Diagnosis { get; init; }

    /// <summary>The dearest requirements as a text table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var recorded = Prices.Any(price => price.Recent is not null);
        text.AppendLine("price: how much the loss would fall per unit by which the bound is relaxed");
        var relaxed = Prices.Any(price => price.MarginalCost is not null);
        text.AppendLine($"{"requirement",-28} {"price",10}{(recorded ? $" {"average",10} {"+-",9}" : "")} {"bound",10} {"last value",11}{(relaxed ? $" {"slack u",10} {"h'(u)",10}" : "")}  state");
        foreach (var price in Prices.Take(ShownByDefault))
        {
            var average = recorded ? $" {(price.Recent is { } recent ? Short(recent.Mean) : ""),10} {(price.Recent is { } known ? Short(known.StandardError) : ""),9}" : "";
            var slack = relaxed ? $" {(price.MarginalCost is null ? "" : Text.Number(price.Slack)),10} {(price.MarginalCost is { } marginal ? Text.Number(marginal) : ""),10}" : "";
            text.AppendLine($"{price.Name,-28} {Text.Number(price.Multiplier),10}{average} {Text.Number(price.Bound),10} {Text.Number(price.Value),11}{slack}  {price.State}");
        }
        if (Prices.Count > ShownByDefault) text.AppendLine($"... and {Prices.Count - ShownByDefault} more, none dearer than {Text.Number(Prices[ShownByDefault].Multiplier)}");
        if (Diagnosis is not null) text.AppendLine(Diagnosis.Sentence);
        return text.ToString();
    }

    /// <summary>The whole report as JSON: an object with <c>diagnosis</c> and <c>prices</c>. Numbers that are not finite are the strings "NaN", "Infinity", "-Infinity".</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SensitivityJson.Default.SensitivityReport);

    internal static SensitivityReport Of(PrimalDual learner)
    {
        var history = learner.Trace is { Count: > 1 } trace ? trace.History() : null;
        List<Price> prices = [];
        foreach (var state in learner.Multipliers)
            prices.AddRange(state.Constraint.IsPerSample ? OfSamples(state) : OfComponents(state, history?.Constraints[state.Constraint.Name]));
        return new SensitivityReport([.. prices.OrderByDescending(price => Math.Abs(price.Multiplier))]) { Diagnosis = history is null ? null : Diagnosis.Of(learner, history) };
    }

    private static IEnumerable<Price> OfComponents(DualState state, ConstraintHistory? history)
    {
        var constraint = state.Constraint;
        double[] multipliers = state.Multiplier.ToDoubles(), values = state.Value.ToDoubles();
        var slacks = state.Slack?.ToDoubles();
        for (var i = 0; i < multipliers.Length; i++)
            yield return new Price(constraint.Name, i, multipliers[i], constraint.Bounds[i], values[i], slacks?[i] ?? 0, state.IsCapped(multipliers, i))
            {
                Name = constraint.ComponentName(i),
                Sense = constraint.Sense,
                MarginalCost = slacks is null ? null : constraint.Relaxation!.Weight(i) * constraint.Relaxation.MarginalCost(Math.Abs(slacks[i])),
                Recent = history is null ? null : RecentOf(constraint, history, i),
            };
    }

    private static IEnumerable<Price> OfSamples(DualState state)
    {
        var constraint = state.Constraint;
        var multipliers = state.Multiplier.ToDoubles();
        if (multipliers.Length != constraint.Count) return []; // a network's multipliers belong to no sample
        var slacks = state.Slack?.ToDoubles();
        var share = constraint.Aggregation == Aggregation.Mean ? 1.0 / constraint.Count : 1;
        return Enumerable.Range(0, multipliers.Length).OrderByDescending(i => Math.Abs(multipliers[i])).Take(SamplesKept).Select(i =>
            new Price(constraint.Name, i, multipliers[i] * share, constraint.Bounds[i], double.NaN, slacks?[i] ?? 0, state.IsCapped(multipliers, i))
            {
                Name = $"{constraint.Name}[sample {i}]",
                Sense = constraint.Sense,
                MarginalCost = slacks is null ? null : constraint.Relaxation!.Weight(i) * constraint.Relaxation.MarginalCost(Math.Abs(slacks[i])) * share,
            });
    }

    private static RecentPrice RecentOf(Constraint constraint, ConstraintHistory history, int component)
    {
        var rows = history.Multipliers.Length;
        var from = rows - Math.Max(1, (int)(rows * RecentPart));
        var multipliers = new double[rows - from];
        var excess = new double[rows - from];
        for (var row = from; row < rows; row++)
        {
            multipliers[row - from] = history.Multipliers[row][component];
            excess[row - from] = constraint.Sign * (history.Values[row][component] - constraint.Bounds[component]) - history.Slacks[row][component];
        }
        return RecentPrice.Of(multipliers, excess);
    }

    private static string Short(double value) => double.IsNaN(value) ? "" : value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SensitivityReport))]
internal sealed partial class SensitivityJson : JsonSerializerContext;
