using System.Globalization;
using ExperimentKit.CommandLine;
using ExperimentKit.Settings;

namespace ExperimentKit.Sweeps;

/// <summary>A variation of settings as a user writes it: <c>METHOD+name=value+...</c>, the method's name and settings that differ from the shared ones.</summary>
/// <param name="Label">As written.</param>
/// <param name="Method">Its first part.</param>
/// <param name="Settings">The values that differ, by setting.</param>
/// <param name="Words">Parts that are no settings.</param>
public sealed record Variation(string Label, string Method, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> Words)
{
    /// <summary>Reads a list with commas between.</summary>
    /// <param name="list">The list.</param>
    /// <param name="words">Parts without a value that may stand in a label.</param>
    /// <exception cref="UsageException">It is empty, or a part is neither a setting with its value nor one of the words.</exception>
    public static IReadOnlyList<Variation> Parse(string list, params IReadOnlyList<string> words) => Of("methods", "method", list, words);

    /// <summary>Reads a list with commas between, of something else than methods.</summary>
    /// <param name="flag">The flag that the user gave it with.</param>
    /// <param name="setting">The setting that the first part of a variation is a value of.</param>
    /// <param name="list">The list.</param>
    /// <param name="words">Parts without a value that may stand in a label.</param>
    /// <exception cref="UsageException">It is empty, or a part is neither a setting with its value nor one of the words.</exception>
    public static IReadOnlyList<Variation> Of(string flag, string setting, string list, params IReadOnlyList<string> words)
    {
        string[] labels = [.. Split(list, ',').Distinct()];
        return labels.Length > 0
            ? [.. labels.Select(label => One(label, flag, words) with { Flag = flag, Setting = setting })]
            : throw new UsageException($"--{flag} names none: give one or more, with commas between");
    }

    /// <summary>The flag that the user gave it with.</summary>
    public string Flag { get; private init; } = "methods";

    /// <summary>The setting that its first part is a value of.</summary>
    public string Setting { get; private init; } = "method";

    /// <summary>The shared settings with this variation's.</summary>
    public T Apply<T>(SettingTable<T> table, T options)
    {
        try
        {
            return table.WithFlags(options, new GivenFlags(new Dictionary<string, string>(Settings, StringComparer.Ordinal) { [Setting] = Method }));
        }
        catch (UsageException e)
        {
            throw new UsageException($"--{Flag}, {Label}: {e.Message}", e);
        }
    }

    /// <summary>Seeds, as <c>0,1,2</c> or <c>0-4</c>.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public static IReadOnlyList<long> Seeds(string text)
    {
        List<long> seeds = [];
        foreach (var part in Split(text, ','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !ends.All(end => long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out _))) throw NoSeeds(text);
            var (first, last) = (long.Parse(ends[0], CultureInfo.InvariantCulture), long.Parse(ends[^1], CultureInfo.InvariantCulture));
            if (last < first || last - first >= 1000) throw NoSeeds(text);
            for (var seed = first; seed <= last; seed++) seeds.Add(seed);
        }
        return seeds.Count > 0 ? [.. seeds.Distinct()] : throw NoSeeds(text);
    }

    private static Variation One(string label, string flag, IReadOnlyList<string> words)
    {
        var parts = Split(label, '+');
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> found = [];
        foreach (var part in parts.Skip(1))
        {
            if (words.Contains(part)) found.Add(part);
            else if (part.Split('=') is [{ Length: > 0 } name, { Length: > 0 } value]) settings[name] = value;
            else throw new UsageException($"--{flag}, {label}: \"{part}\" is no setting=value{(words.Count > 0 ? " and not " + string.Join(" or ", words) : "")}");
        }
        return new Variation(label, parts.FirstOrDefault() ?? throw new UsageException($"--{flag}: \"{label}\" names nothing"), settings, found);
    }

    private static UsageException NoSeeds(string text) => new($"--seeds is \"{text}\", expected whole numbers with commas between, or a range as 0-4");

    private static string[] Split(string text, char at) => text.Split(at, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
