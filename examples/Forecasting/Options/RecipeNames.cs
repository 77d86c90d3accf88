namespace Forecasting.Options;

/// <summary>Sets of defaults: what a setting is that nobody chose.</summary>
internal static class RecipeNames
{
    /// <summary>Ours: bounds on shares, multipliers from 0 that see relative violations, a learning rate that falls by a cosine. Why: docs/methods/loss-shaping.md.</summary>
    internal const string Even = "even";

    /// <summary>The published one: bounds at a quantile, multipliers from 1 at rate 0.01, a learning rate that is halved every epoch after the second.</summary>
    internal const string Paper = "paper";

    internal static IReadOnlyList<string> All { get; } = [Even, Paper];

    /// <summary>The method that a recipe is made for.</summary>
    internal static string Method(string recipe) => recipe == Paper ? MethodNames.Constant : MethodNames.Even;
}
