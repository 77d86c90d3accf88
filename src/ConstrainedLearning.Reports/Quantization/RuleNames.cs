using ConstrainedLearning.Reports.Charts;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>Which rules a report is about.</summary>
/// <param name="Subject">The multipliers' rule; rules whose names contain it are versions of it, and no rivals.</param>
/// <param name="Baseline">What no rule should be worse than.</param>
internal sealed record RuleNames(string Subject, string Baseline)
{
    internal bool IsOurs(string rule) => rule.Contains(Subject, StringComparison.OrdinalIgnoreCase);

    internal RuleRole RoleOf(string rule, string? rival) =>
        rule == Subject ? RuleRole.Subject : rule == rival ? RuleRole.Rival : rule == Baseline ? RuleRole.Baseline : IsOurs(rule) ? RuleRole.Version : RuleRole.Other;
}
