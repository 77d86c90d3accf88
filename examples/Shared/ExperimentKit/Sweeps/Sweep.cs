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
    where T : class;

/// <summary>Many runs, each in a folder of its own. Finished ones are kept, a stopped one goes on; processes with the same list share the work, each taking the next run that no other is at.</summary>
public static class Sweep
{
    /// <summary>Runs what has not ended.</summary>
    /// <returns>What each gave; null for one that another process is still at, or whose loss was not finite.</returns>
    /// <exception cref="RunCancelledException">The user stopped it; the run under way is saved.</exception>
    public static IReadOnlyList<T?> Execute<T>(IReadOnlyList<SweepRun<T>> runs, Session session)
        where T : class
    {
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i];
            if (run.Done() is not null) continue;
            using var claim = Claim(run.Folder);
            if (claim is null || run.Done() is not null) continue;
            session.WriteLine(FormattableString.Invariant($"run {i + 1} of {runs.Count}: {run.Label}"));
            try
            {
                run.Execute();
            }
            catch (RunFailedException e)
            {
                session.Error.WriteLine($"warning: {e.Message}; the sweep goes on without it");
            }
            catch (RunCancelledException e)
            {
                throw new RunCancelledException($"stopped in {run.Label}, whose state is saved: go on with the same command line and its --out", e);
            }
        }
        return [.. runs.Select(run => run.Done())];
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
