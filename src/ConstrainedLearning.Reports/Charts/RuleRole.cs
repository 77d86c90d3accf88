using OxyPlot;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>What part one of several compared rules plays in a picture.</summary>
internal enum RuleRole
{
    /// <summary>One of many: thin and grey.</summary>
    Other,

    /// <summary>A version of the rule that the picture is about.</summary>
    Version,

    /// <summary>What no rule should be worse than.</summary>
    Baseline,

    /// <summary>The best of the others.</summary>
    Rival,

    /// <summary>What the picture is about.</summary>
    Subject,
}

/// <summary>The same colour for the same part in every picture.</summary>
internal static class RuleColours
{
    internal static OxyColor Of(RuleRole role) => role switch
    {
        RuleRole.Subject => ChartStyle.Constrained,
        RuleRole.Rival => ChartStyle.Line(1),
        RuleRole.Baseline => ChartStyle.Quiet,
        RuleRole.Version => ChartStyle.Pale,
        _ => ChartStyle.Muted,
    };
}
