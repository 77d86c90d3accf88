using Cifar.Options;
using Cifar.Results;
using Cifar.Training;
using ExperimentKit.CommandLine;
using ExperimentKit.Settings;

namespace Cifar.Commands;

/// <summary>What both commands do with a command line: a new run, one that goes on, or one that is done.</summary>
internal static class RunFlags
{
    private const string Group = "Run";

    /// <summary>The flags that are no settings: they say where from and where to, not what.</summary>
    internal static IReadOnlyList<Flag> All { get; } =
    [
        new("out", "DIR", Group, "the folder of the run; must be new or empty", "runs/DATA-MODEL-WHAT-TIME"),
        new("resume", "DIR", Group, "go on with a run that was stopped, with its own settings, to the same numbers as if it never had"),
        new("config", "FILE", Group, "a JSON file of settings, named like the flags; flags win"),
        new("print-config", null, Group, "print all settings as JSON and end"),
        new("smoke", null, Group, "settings so small that everything ends in seconds; other settings go over them"),
    ];

    /// <summary>Runs a command line and shows what it gave.</summary>
    internal static int Execute<T>(GivenFlags flags, Session session, SettingTable<T> table, T smoke, Action<Summary, Session> show)
        where T : IExperiment, new()
    {
        var (experiment, folder) = RunRequest<T>.Of(flags, table, smoke, session.Time);
        if (flags.Has("print-config"))
        {
            session.WriteLine(experiment.ToJson().TrimEnd());
            return ExitCode.Success;
        }
        var done = Summary.Read(folder) is { IsComplete: true } summary ? summary : null;
        if (done is not null) session.WriteLine($"the run in {folder.Path} is complete already: nothing to do");
        done ??= new ClassifierRun(experiment, folder, session).Execute();

        session.WriteLine();
        session.WriteLine(FormattableString.Invariant($"{done.Model} on {done.Dataset}, {experiment.Label}: {done.Iterations} steps of {done.SecondsPerIteration * 1000:G3} ms, {done.Passes:F0} passes"));
        session.WriteLine(ResultTables.Accuracy(done).ToText().TrimEnd());
        show(done, session);
        session.WriteLine($"report: {folder.Report}");
        return ExitCode.Success;
    }
}
