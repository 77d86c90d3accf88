namespace Forecasting.Options;

/// <summary>How the multipliers of a run move, as the command line names it.</summary>
internal static class DualNames
{
    /// <summary>Gradient ascent.</summary>
    internal const string Ascent = "ascent";

    /// <summary>A proportional and integral controller.</summary>
    internal const string NuPI = "nupi";

    /// <summary>Gradient ascent under an augmented Lagrangian.</summary>
    internal const string Augmented = "augmented";

    /// <summary>Violations as they are.</summary>
    internal const string Absolute = "absolute";

    /// <summary>Violations as shares of the bound; for bounds on shares, of the reference run's mean error.</summary>
    internal const string Relative = "relative";

    /// <summary>By each batch, as published.</summary>
    internal const string Batch = "batch";

    /// <summary>By the whole training part, once an epoch.</summary>
    internal const string Train = "train";

    /// <summary>By the whole validation part, once an epoch.</summary>
    internal const string Validation = "validation";

    internal static IReadOnlyList<string> Rules { get; } = [Ascent, NuPI, Augmented];

    internal static IReadOnlyList<string> Units { get; } = [Absolute, Relative];

    internal static IReadOnlyList<string> Data { get; } = [Batch, Train, Validation];
}
