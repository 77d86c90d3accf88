using ExperimentKit.CommandLine;
using ExperimentKit.Runs;

namespace ExperimentKit.Settings;

/// <summary>The flags of a run that are no settings, since they say where from and where to, not what; and the settings that a command line with them asks for.</summary>
public static class RunFlags
{
    private const string Group = "Run";

    /// <summary>The flags.</summary>
    /// <param name="defaultFolder">How a folder is called that the user did not name.</param>
    public static IReadOnlyList<Flag> Of(string defaultFolder) =>
    [
        new("out", "DIR", Group, "the folder of the run; must be new or empty", defaultFolder),
        new("resume", "DIR", Group, "go on with a run that was stopped, with its own settings, to the same numbers as if it never had"),
        new("config", "FILE", Group, "a JSON file of settings, named like the flags; flags win"),
        new("print-config", null, Group, "print all settings as JSON and end"),
        new("smoke", null, Group, "settings so small that everything ends in seconds; other settings go over them"),
    ];

    /// <summary>The settings of a new run: defaults or those of <c>--smoke</c>, then the file, then the flags.</summary>
    public static T Settings<T>(GivenFlags flags, SettingTable<T> table, T defaults, T smoke)
    {
        var options = flags.Has("smoke") ? smoke : defaults;
        if (flags["config"] is { } file) options = table.WithFile(options, file);
        return table.WithFlags(options, flags);
    }

    /// <summary>The settings of the run that <c>--resume</c> names, which the other flags may repeat and not change.</summary>
    /// <param name="flags">The command line.</param>
    /// <param name="table">The command's settings.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="saved">The settings in it.</param>
    /// <exception cref="UsageException">A flag does not go with --resume, or differs from what the run was made with.</exception>
    public static T OfResumed<T>(GivenFlags flags, SettingTable<T> table, RunFolder folder, Func<RunFolder, T> saved)
    {
        foreach (var other in new[] { "out", "config", "smoke" })
            if (flags.Has(other)) throw new UsageException($"--{other} cannot go with --resume: a run that goes on keeps its folder and its settings");
        var options = saved(folder);
        return table.Difference(options, table.WithFlags(options, flags)) is var (name, was, asked)
            ? throw new UsageException($"--{name} is {asked}, but the run in {flags["resume"]} has {was}: go on without the flag, or start a new run with --out")
            : options;
    }

    /// <summary>A folder's name that says what is in it: <c>runs/DATA-MODEL-LABEL-TIME</c>.</summary>
    public static string DefaultFolder(string data, string model, string label, TimeProvider time) =>
        Path.Combine("runs", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{data}-{model}-{label.Replace('+', '-')}-{time.GetLocalNow():yyyyMMdd-HHmmss}"));
}
