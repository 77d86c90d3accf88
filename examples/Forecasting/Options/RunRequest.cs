using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;
using Forecasting.Levels;

namespace Forecasting.Options;

/// <summary>What a command line asks for, checked: the settings and where the run goes.</summary>
/// <param name="Options">All settings, resolved.</param>
/// <param name="Folder">Where to.</param>
/// <param name="Resumes">Whether the folder holds a run to go on with.</param>
internal sealed record RunRequest(ForecastOptions Options, string Folder, bool Resumes)
{
    /// <summary>The flags that are no settings.</summary>
    internal static IReadOnlyList<Flag> Flags { get; } = RunFlags.Of("runs/DATA-MODEL-METHOD-TIME");

    /// <summary>The settings of a new run: defaults, file, flags; what does not go together is not yet looked at.</summary>
    internal static ForecastOptions Settings(GivenFlags flags)
    {
        var options = RunFlags.Settings(flags, ForecastSettings.Table, new ForecastOptions(), ForecastOptions.Smoke);
        return flags.Has("method") || options.Method != MethodNames.Constant ? options : options with { Method = MethodNames.Implied(options) ?? MethodNames.Constant };
    }

    /// <summary>What <c>train</c> is asked for.</summary>
    internal static RunRequest Of(GivenFlags flags, TimeProvider time)
    {
        if (flags["resume"] is { } resumed) return new RunRequest(RunFlags.OfResumed(flags, ForecastSettings.Table, RunFolder.Open(resumed), Saved), resumed, Resumes: true);
        var options = Checked(Settings(flags));
        return new RunRequest(options, flags["out"] ?? DefaultFolder(options, MethodNames.Label(options), time), Resumes: false);
    }

    /// <summary>The settings that a run was made with.</summary>
    internal static ForecastOptions Saved(RunFolder folder) => ForecasterNames.Resolve(ForecastSettings.Table.WithFile(new ForecastOptions(), folder.Config));

    /// <summary>A name that says what is in it.</summary>
    internal static string DefaultFolder(ForecastOptions options, string label, TimeProvider time) => RunFlags.DefaultFolder(Path.GetFileName(options.Data).Split('.')[0], options.Model, label, time);

    /// <summary>The settings with every size of the model and what the recipe says, when they go together.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    internal static ForecastOptions Checked(ForecastOptions options)
    {
        var resolved = ForecasterNames.Resolve(options);
        LevelRequest.Check(resolved);
        if (resolved.Resilient is { } alpha && resolved.SlackRate * alpha >= 2)
            throw new UsageException(FormattableString.Invariant($"--slack-lr {resolved.SlackRate} times --resilient {alpha} is {resolved.SlackRate * alpha:G4}, expected below 2: the slacks would swing without end"));
        if (resolved.StartOfMultipliers > resolved.DualCap)
            throw new UsageException(FormattableString.Invariant($"--dual-init {resolved.StartOfMultipliers} is above --dual-cap {resolved.DualCap}"));
        return resolved.Resolved();
    }
}
