using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using Forecasting.Levels;

namespace Forecasting.Options;

/// <summary>What a command line asks for, checked: the settings and where the run goes.</summary>
/// <param name="Options">All settings, resolved.</param>
/// <param name="Folder">Where to.</param>
/// <param name="Resumes">Whether the folder holds a run to go on with.</param>
internal sealed record RunRequest(ForecastOptions Options, string Folder, bool Resumes)
{
    private const string Group = "Run";

    /// <summary>The flags that are no settings: they say where from and where to, not what.</summary>
    internal static IReadOnlyList<Flag> Flags { get; } =
    [
        new("out", "DIR", Group, "the folder of the run; must be new or empty", "runs/DATA-MODEL-METHOD-TIME"),
        new("resume", "DIR", Group, "go on with a run that was stopped, with its own settings, to the same numbers as if it never had"),
        new("config", "FILE", Group, "a JSON file of settings, named like the flags; flags win"),
        new("print-config", null, Group, "print all settings as JSON and end"),
        new("smoke", null, Group, "settings so small that everything ends in seconds; other settings go over them"),
    ];

    /// <summary>The settings of a new run: defaults, file, flags; what does not go together is not yet looked at.</summary>
    internal static ForecastOptions Settings(GivenFlags flags)
    {
        var options = flags.Has("smoke") ? ForecastOptions.Smoke : new ForecastOptions();
        if (flags["config"] is { } file) options = ForecastSettings.Table.WithFile(options, file);
        return ForecastSettings.Table.WithFlags(options, flags);
    }

    /// <summary>What <c>train</c> is asked for.</summary>
    internal static RunRequest Of(GivenFlags flags, TimeProvider time)
    {
        if (flags["resume"] is not { } resumed)
        {
            var options = Checked(Settings(flags));
            return new RunRequest(options, flags["out"] ?? DefaultFolder(options, MethodNames.Label(options), time), Resumes: false);
        }
        foreach (var other in new[] { "out", "config", "smoke" })
            if (flags.Has(other)) throw new UsageException($"--{other} cannot go with --resume: a run that goes on keeps its folder and its settings");
        var saved = Saved(RunFolder.Open(resumed));
        if (ForecastSettings.Table.Difference(saved, ForecastSettings.Table.WithFlags(saved, flags)) is var (name, was, asked))
            throw new UsageException($"--{name} is {asked}, but the run in {resumed} has {was}: go on without the flag, or start a new run with --out");
        return new RunRequest(saved, resumed, Resumes: true);
    }

    /// <summary>The settings that a run was made with.</summary>
    internal static ForecastOptions Saved(RunFolder folder) => ForecasterNames.Resolve(ForecastSettings.Table.WithFile(new ForecastOptions(), folder.Config));

    /// <summary>A name that says what is in it.</summary>
    internal static string DefaultFolder(ForecastOptions options, string label, TimeProvider time)
    {
        var data = Path.GetFileName(options.Data).Split('.')[0];
        return Path.Combine("runs", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{data}-{options.Model}-{label.Replace('+', '-')}-{time.GetLocalNow():yyyyMMdd-HHmmss}"));
    }

    /// <summary>The settings with every size of the model, when they go together.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    internal static ForecastOptions Checked(ForecastOptions options)
    {
        var resolved = ForecasterNames.Resolve(options);
        LevelRequest.Check(resolved);
        if (resolved.Resilient is { } alpha && resolved.SlackRate * alpha >= 2)
            throw new UsageException(FormattableString.Invariant($"--slack-lr {resolved.SlackRate} times --resilient {alpha} is {resolved.SlackRate * alpha:G4}, expected below 2: the slacks would swing without end"));
        if (resolved.StartOfMultipliers > resolved.DualCap)
            throw new UsageException(FormattableString.Invariant($"--dual-init {resolved.StartOfMultipliers} is above --dual-cap {resolved.DualCap}"));
        return resolved;
    }
}
