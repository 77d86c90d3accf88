using ExperimentKit.CommandLine;
using ExperimentKit.Runs;

namespace ExperimentKit.Sweeps;

/// <summary>One run of a sweep.</summary>
/// <typeparam name="T">What a run gives.</typeparam>
/// <param name="Label">How progress lines call it.</param>
/// <param name="Folder">Where it goes.</param>
/// <param name="Done">What it gave, when it ended earlier; null when it has not ended.</param>
/// <param name="Execute">Runs it, on from where it stopped.</param>
public sealed record SweepRun<T>(string Label, RunFolder Folder, Func<T?> Done, Func<T> Execute)
    where T : class
{
    /// <summary>Whether what it needs of other runs is there. The default is that it needs nothing.</summary>
    public Func<bool> IsReady { get; init; } = () => true;
}

/// <summary>Many runs, each in a folder of its own. Finished ones are kept, a stopped one goes on; processes with the same list share the work, each taking the next run that no other is at.</summary>
public static class Sweep
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    /// <summary>Runs what has not ended.</summary>
    /// <param name="runs">In the order in which they are taken, those that others need before these.</param>
    /// <param name="session">Where each start is told.</param>
    /// <param name="ended">Told of each run that ended here, and how many of all have; null: nobody is.</param>
    /// <returns>What each gave; null for one that another process is still at, or whose loss was not finite.</returns>
    /// <exception cref="RunCancelledException">The user stopped it; the run under way is saved.</exception>
    public static IReadOnlyList<T?> Execute<T>(IReadOnlyList<SweepRun<T>> runs, Session session, Action<SweepRun<T>, int>? ended = null)
        where T : class
    {
        HashSet<SweepRun<T>> failed = [];
        var results = new T?[runs.Count]; // what has ended does not change, and is read once
        T? Done(int run) => results[run] ??= runs[run].Done();
        while (true)
        {
            var waiting = false;
            for (var i = 0; i < runs.Count; i++)
            {
                var run = runs[i];
                if (failed.Contains(run) || Done(i) is not null) continue;
                if (!run.IsReady())
                {
                    waiting = true;
                    continue;
                }
                using var claim = Claim(run.Folder);
                if (claim is null || Done(i) is not null) continue;
                if (ended is null) session.WriteLine(FormattableString.Invariant($"run {i + 1} of {runs.Count}: {run.Label}"));
                if (!Ends(run, session)) failed.Add(run);
                else ended?.Invoke(run, Enumerable.Range(0, runs.Count).Count(other => Done(other) is not null));
            }
            if (!waiting) return [.. Enumerable.Range(0, runs.Count).Select(Done)];
            // What the others need is in the hands of another process; should that one die, it is taken up here.
            if (session.Cancellation.WaitHandle.WaitOne(_patience)) throw new RunCancelledException("stopped while waiting for another process: go on with the same command line and its --out");
        }
    }

    private static bool Ends<T>(SweepRun<T> run, Session session)
        where T : class
    {
        try
        {
            run.Execute();
            return true;
        }
        catch (RunFailedException e)
        {
            session.Error.WriteLine($"warning: {e.Message}; the sweep goes on without it");
            return false;
        }
        catch (RunCancelledException e)
        {
            throw new RunCancelledException($"stopped in {run.Label}, whose state is saved: go on with the same command line and its --out", e);
        }
    }

    /// <summary>Holds a run's folder for this process until disposed; the system lets go of it when a process dies. Null when another holds it.</summary>
    private static FileStream? Claim(RunFolder folder)
    {
        Directory.CreateDirectory(folder.Path);
        try
        {
            return new FileStream(folder.At("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
