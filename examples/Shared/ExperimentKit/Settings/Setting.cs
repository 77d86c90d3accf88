using System.Globalization;
using System.Text.Json.Nodes;
using ExperimentKit.CommandLine;

namespace ExperimentKit.Settings;

/// <summary>One setting of a run: a flag, a key of the configuration file and a property of the options record, all of one name.</summary>
/// <typeparam name="T">The options record.</typeparam>
/// <param name="Flag">How the help text shows it.</param>
/// <param name="Get">Its value as JSON.</param>
/// <param name="Set">A copy of the options with the value read from text.</param>
public sealed record Setting<T>(Flag Flag, Func<T, JsonNode?> Get, Func<T, string, T> Set)
{
    /// <summary>Its name, without dashes.</summary>
    public string Name => Flag.Name;

    /// <summary>The same setting of options that hold these.</summary>
    public Setting<TOuter> Within<TOuter>(Func<TOuter, T> get, Func<TOuter, T, TOuter> set) =>
        new(Flag, options => Get(get(options)), (options, text) => set(options, Set(get(options), text)));
}

/// <summary>Makes settings of the usual kinds; each reads text strictly and says what it expected.</summary>
/// <typeparam name="T">The options record.</typeparam>
/// <param name="group">The heading of the settings in the help text.</param>
public sealed class SettingGroup<T>(string group)
{
    /// <summary>Any text.</summary>
    public Setting<T> Text(string name, string placeholder, string meaning, Func<T, string?> get, Func<T, string, T> set, string? ifNone = null) =>
        new(new Flag(name, placeholder, group, meaning, ifNone), options => get(options), set);

    /// <summary>On or off; the flag alone turns it on.</summary>
    public Setting<T> Switch(string name, string meaning, Func<T, bool> get, Func<T, bool, T> set) =>
        new(new Flag(name, null, group, meaning), options => get(options), (options, text) =>
            bool.TryParse(text, out var value) ? set(options, value) : throw new UsageException($"--{name} is \"{text}\", expected true or false"));

    /// <summary>One of a few words.</summary>
    public Setting<T> Choice(string name, IReadOnlyList<string> words, string meaning, Func<T, string?> get, Func<T, string, T> set, string? ifNone = null) =>
        new(new Flag(name, string.Join('|', words), group, meaning, ifNone), options => get(options), (options, text) =>
            words.Contains(text) ? set(options, text) : throw new UsageException($"--{name} is \"{text}\"{ConstrainedLearning.Models.NearestName.Hint(text, words)}"));

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public Setting<T> Whole(string name, string meaning, Func<T, long?> get, Func<T, long, T> set, long least = 1, string? ifNone = null) =>
        new(new Flag(name, "N", group, meaning, ifNone), options => get(options), (options, text) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= int.MaxValue
                ? set(options, value)
                : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--{name} is \"{text}\", expected a whole number of at least {least}")));

    /// <summary>A number with a decimal point that satisfies <paramref name="condition"/>.</summary>
    public Setting<T> Number(string name, string meaning, Func<T, double?> get, Func<T, double, T> set, Func<double, bool>? condition = null, string expected = "a number", string? ifNone = null) =>
        new(new Flag(name, "NUMBER", group, meaning, ifNone), options => get(options), (options, text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && (condition?.Invoke(value) ?? true)
                ? set(options, value)
                : throw new UsageException($"--{name} is \"{text}\", expected {expected}"));

    /// <summary>A number of at least 0, or the word none.</summary>
    public Setting<T> Bound(string name, string meaning, Func<T, double?> get, Func<T, double?, T> set) =>
        new(new Flag(name, "NUMBER|none", group, meaning), options => get(options) is { } bound ? bound : "none", (options, text) =>
            text == "none" ? set(options, null)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0 ? set(options, value)
            : throw new UsageException($"--{name} is \"{text}\", expected a number of at least 0, or none"));

    /// <summary>Numbers above 0 with commas between.</summary>
    public Setting<T> Numbers(string name, string meaning, Func<T, IReadOnlyList<double>> get, Func<T, IReadOnlyList<double>, T> set) =>
        new(new Flag(name, "LIST", group, meaning), options => string.Join(',', get(options).Select(value => value.ToString(CultureInfo.InvariantCulture))), (options, text) =>
        {
            double[] numbers = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN)];
            return numbers.Length > 0 && numbers.All(value => value > 0 && double.IsFinite(value)) ? set(options, numbers) : throw new UsageException($"--{name} is \"{text}\", expected numbers above 0 with commas between");
        });

    /// <summary>A number above 0.</summary>
    public Setting<T> Positive(string name, string meaning, Func<T, double?> get, Func<T, double, T> set, string? ifNone = null) =>
        Number(name, meaning, get, set, value => value > 0, "a number above 0", ifNone);
}
