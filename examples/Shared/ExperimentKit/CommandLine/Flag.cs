namespace ExperimentKit.CommandLine;

/// <summary>One option of a command as a help text shows it.</summary>
/// <param name="Name">Without the two dashes.</param>
/// <param name="Placeholder">What stands for its value; null for a switch, which has none.</param>
/// <param name="Group">The heading under which it is listed.</param>
/// <param name="Meaning">One sentence, without a full stop.</param>
/// <param name="Default">What holds when it is not given; null where nothing does.</param>
public sealed record Flag(string Name, string? Placeholder, string Group, string Meaning, string? Default = null);

/// <summary>The options that a user gave: name, without the dashes, and text (<c>true</c> for a switch).</summary>
public sealed class GivenFlags(IReadOnlyDictionary<string, string> values)
{
    /// <summary>Those given, in no order.</summary>
    public IReadOnlyDictionary<string, string> Values { get; } = values;

    /// <summary>The text of an option; null when it was not given.</summary>
    public string? this[string name] => Values.GetValueOrDefault(name);

    /// <summary>Whether the option was given; for a switch, whether it is on.</summary>
    public bool Has(string name) => Values.TryGetValue(name, out var text) && text != "false";
}
