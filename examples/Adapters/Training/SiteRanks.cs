using System.Globalization;
using ConstrainedLearning.Adapters;
using ExperimentKit.CommandLine;

namespace Adapters.Training;

/// <summary>Ranks of single sites, as text: SITE=RANK with commas between.</summary>
internal static class SiteRanks
{
    /// <summary>LoRA with these ranks; a site of rank 0, or that is not named, has none.</summary>
    /// <exception cref="UsageException">The text is something else, or names a site that there is not.</exception>
    internal static LoRA Adapter(IReadOnlyList<Site> sites, string text, double? alpha)
    {
        var ranks = Read(text);
        if (ranks.Keys.Except(sites.Select(site => site.Name)).FirstOrDefault() is { } unknown) throw new UsageException($"--ranks: there is no site \"{unknown}\" among {string.Join(", ", sites.Select(site => site.Name))}");
        Site[] chosen = [.. sites.Where(site => ranks.GetValueOrDefault(site.Name) > 0)];
        if (chosen.Length == 0) throw new UsageException("--ranks leaves no site: give at least one a rank of 1 or more");
        return new LoRA(chosen, new LoRAOptions { Alpha = alpha, Ranks = [.. ranks.Where(pair => pair.Value > 0).Select(pair => KeyValuePair.Create(System.Text.RegularExpressions.Regex.Escape(pair.Key), pair.Value))] });
    }

    /// <summary>As text, sites without rank left out.</summary>
    internal static string Write(IEnumerable<(string Site, int Rank)> ranks) => string.Join(',', ranks.Where(pair => pair.Rank > 0).Select(pair => FormattableString.Invariant($"{pair.Site}={pair.Rank}")));

    private static Dictionary<string, int> Read(string text)
    {
        Dictionary<string, int> ranks = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (part.Split('=') is not [{ Length: > 0 } name, var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var rank) || !ranks.TryAdd(name, rank))
                throw new UsageException($"--ranks: \"{part}\" is not SITE=RANK, each site once");
        return ranks;
    }
}
