using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using Forecasting.Levels;
using Forecasting.Options;
using Forecasting.Results;

namespace Forecasting.Training;

/// <summary>The run without requirements whose errors give the levels, and with which the report compares.</summary>
internal static class ReferenceRun
{
    private const string FolderName = "erm";

    /// <summary>The reference of a run: the one that the user names, else one trained (or kept from before) in the run's own folder; null where none is needed.</summary>
    internal static (Summary Summary, string Folder)? For(ForecastOptions options, RunFolder folder, DataFacts data, Session session)
    {
        if (options.Reference is { } path && Directory.Exists(path)) return (Named(options, path, data), path);
        var own = RunFolder.Of(folder.At(FolderName));
        if (BoundLevels.Read(folder) is not null) return Summary.Read(own) is { IsComplete: true } kept ? (kept, FolderName) : null;
        return BoundLevels.NeedReference(options) ? (Trained(options, own, session), FolderName) : null;
    }

    /// <summary>Checks the reference that the user names, before anything of a new run is written.</summary>
    internal static void Check(ForecastOptions options, RunFolder folder, DataFacts data)
    {
        if (options.Reference is not { } path || File.Exists(folder.Config)) return;
        if (!Directory.Exists(path)) throw new UsageException($"--reference {path}: there is no such folder");
        Named(options, path, data);
    }

    /// <summary>The finished erm run in a folder.</summary>
    internal static Summary Finished(string path)
    {
        var summary = Summary.Read(RunFolder.Open(path, "reference"));
        if (summary is not { IsComplete: true }) throw new UsageException($"--reference {path}: the run there is not finished; go on with it by --resume {path}");
        return summary.Method == MethodNames.Erm ? summary : throw new UsageException($"--reference {path}: the run there has the method {summary.Method}, expected {MethodNames.Erm}");
    }

    private static Summary Named(ForecastOptions options, string path, DataFacts data)
    {
        var summary = Finished(path);
        if (summary.Horizon != options.Horizon) throw new UsageException(FormattableString.Invariant($"--reference {path}: the run there has the horizon {summary.Horizon}, expected {options.Horizon}"));
        if (summary.Dataset != data.Name) throw new UsageException($"--reference {path}: the run there is on {summary.Dataset}, expected {data.Name}");
        return summary;
    }

    private static Summary Trained(ForecastOptions options, RunFolder own, Session session)
    {
        if (Summary.Read(own) is { IsComplete: true } kept) return kept;
        try
        {
            return new ForecastRun(MethodNames.Apply(options, MethodNames.Erm), own, session).Execute();
        }
        catch (RunCancelledException e)
        {
            // The user goes on with the run that asked for the reference, not with the reference.
            var outer = Path.GetDirectoryName(own.Path)!;
            throw new RunCancelledException($"stopped while training the reference run: go on with --resume {outer}", e);
        }
    }
}
