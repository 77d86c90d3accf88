using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;

namespace Cifar.Options;

/// <summary>What a command line asks for: the settings and where the run goes.</summary>
/// <typeparam name="T">The command's options.</typeparam>
/// <param name="Options">All settings.</param>
/// <param name="Folder">Where to.</param>
internal sealed record RunRequest<T>(T Options, RunFolder Folder)
    where T : IExperiment, new()
{
    /// <summary>Reads a command line.</summary>
    /// <param name="flags">The line.</param>
    /// <param name="table">The command's settings.</param>
    /// <param name="smoke">The settings of <c>--smoke</c>.</param>
    /// <param name="time">For the name of a new folder.</param>
    /// <exception cref="UsageException">What was given does not go together.</exception>
    internal static RunRequest<T> Of(GivenFlags flags, SettingTable<T> table, T smoke, TimeProvider time)
    {
        if (flags["resume"] is not { } resumed)
        {
            var options = flags.Has("smoke") ? smoke : new T();
            if (flags["config"] is { } file) options = table.WithFile(options, file);
            options = table.WithFlags(options, flags);
            return new(options, RunFolder.New(flags["out"] ?? DefaultFolder(options, time)));
        }
        foreach (var other in new[] { "out", "config", "smoke" })
            if (flags.Has(other)) throw new UsageException($"--{other} cannot go with --resume: a run that goes on keeps its folder and its settings");
        var folder = RunFolder.Open(resumed);
        var saved = table.WithFile(new T(), folder.Config);
        return table.Difference(saved, table.WithFlags(saved, flags)) is var (name, was, asked)
            ? throw new UsageException($"--{name} is {asked}, but the run in {resumed} has {was}: go on without the flag, or start a new run with --out")
            : new(saved, folder);
    }

    private static string DefaultFolder(T options, TimeProvider time) => Path.Combine(
        "runs", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{options.Training.Data}-{options.Training.Model}-{options.Label.Replace('+', '-')}-{time.GetLocalNow():yyyyMMdd-HHmmss}"));
}
