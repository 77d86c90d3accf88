using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;

namespace Cifar.Options;

/// <summary>What a command line asks for: the settings and where the run goes.</summary>
/// <typeparam name="T">The command's options.</typeparam>
/// <param name="Options">All settings.</param>
/// <param name="Folder">Where to.</param>
internal sealed record RunRequest<T>(T Options, RunFolder Folder)
    where T : IRunOptions, new()
{
    /// <summary>Reads a command line.</summary>
    /// <param name="flags">The line.</param>
    /// <param name="table">The command's settings.</param>
    /// <param name="smoke">The settings of <c>--smoke</c>.</param>
    /// <param name="time">For the name of a new folder.</param>
    /// <exception cref="UsageException">What was given does not go together.</exception>
    internal static RunRequest<T> Of(GivenFlags flags, SettingTable<T> table, T smoke, TimeProvider time)
    {
        if (flags["resume"] is { } resumed)
        {
            var folder = RunFolder.Open(resumed);
            return new(RunFlags.OfResumed(flags, table, folder, run => table.WithFile(new T(), run.Config)), folder);
        }
        var options = RunFlags.Settings(flags, table, new T(), smoke);
        return new(options, RunFolder.New(flags["out"] ?? RunFlags.DefaultFolder(options.Training.Data, options.Training.Model, options.Label, time)));
    }
}
