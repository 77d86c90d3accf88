namespace Forecasting.Options;

/// <summary>Sets of defaults: what a setting is that nobody chose.</summary>
internal static class RecipeNames
{
    /// <summary>Ours: multipliers from 0 that see violations as shares of their bounds, the lowest quartile as level, a learning rate that falls by a cosine. Why: docs/methods/loss-shaping.md.</summary>
    internal const string Default = "default";

    /// <summary>The published one: multipliers from 1 that see absolute violations, the median as level, a learning rate that is halved every epoch after the second.</summary>
    internal const string Paper = "paper";

    internal static IReadOnlyList<string> All { get; } = [Default, Paper];
}
