using Cifar.Options;
using Cifar.Results;
using Cifar.Training;
using ExperimentKit.CommandLine;
using ExperimentKit.Settings;

namespace Cifar.Commands;

/// <summary>What both commands do with a command line: a new run, one that goes on, or one that is done.</summary>
internal static class RunCommand
{
    /// <summary>The flags that are no settings.</summary>
    internal static IReadOnlyList<Flag> Flags { get; } = RunFlags.Of("runs/DATA-MODEL-WHAT-TIME");

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
