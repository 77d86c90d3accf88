using Cifar.Options;
using Cifar.Results;
using Cifar.Training;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;
using ExperimentKit.Sweeps;

namespace Cifar.Sweeps;

/// <summary>What the commands of many runs share: their flags, their folder, and the runs themselves.</summary>
internal static class SweepCommand
{
    internal const string Methods = "methods", Seeds = "seeds";

    private const string Group = "Sweep";

    /// <summary>The flags of a sweep, before the settings that its runs share.</summary>
    internal static IReadOnlyList<Flag> Flags<T>(SettingTable<T> table, string methods, string seeds, params IReadOnlyList<Flag> own) =>
    [
        new(Methods, "LIST", Group, "methods with commas between; settings that differ from the shared ones stand after +, as in constrained+proposals=4", methods),
        new(Seeds, "LIST", Group, "seeds, as 0,1,2 or 0-4; all methods run at each", seeds),
        .. own,
        new("out", "DIR", Group, "the folder of the sweep; new, empty, or of the same sweep: finished runs are kept, and processes that are given the same folder share the work", "runs/DATA-MODEL-WHAT-TIME"),
        .. table.Flags.Where(flag => flag.Name is not ("method" or "seed" or "symmetry")),
        .. RunFlags.Of("").Where(flag => flag.Name is "config" or "smoke"),
    ];

    /// <summary>The folder of a sweep, new or gone on with.</summary>
    internal static string Folder<T>(GivenFlags flags, SettingTable<T> table, T settings, string what, TimeProvider time)
        where T : IRunOptions, new()
    {
        var folder = flags["out"] ?? RunFlags.DefaultFolder(settings.Training.Data, settings.Training.Model, what, time);
        SweepFolder.Open(folder, table, settings, new T());
        return folder;
    }

    /// <summary>A run of a sweep.</summary>
    internal static SweepRun<Summary> Run(IExperiment experiment, string label, RunFolder folder, Session session) =>
        new($"{label}, seed {experiment.Training.Seed}", folder, () => Summary.Read(folder), () => new ClassifierRun(experiment, folder, session).Execute());

    /// <summary>Says what is missing from a table that is made before all runs have ended.</summary>
    internal static void TellMissing(IReadOnlyList<Summary?> runs, Session session)
    {
        var (missing, failed) = (runs.Count(run => run is null), runs.Count(run => run is { IsComplete: false }));
        if (missing > 0) session.WriteLine($"{missing} of {runs.Count} runs are not done: another process is at them, or will be; give the same command line again for the whole table");
        if (failed > 0) session.WriteLine($"{failed} of {runs.Count} runs ended with a loss that is not finite; the tables leave them out");
    }
}
