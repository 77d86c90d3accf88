using ConstrainedLearning.Models.Data;
using ExperimentKit.CommandLine;

namespace ExperimentKit.Runs;

/// <summary>Keeps the manifest of a run true: running, then how it ended. What ends without <see cref="End"/> has failed, or was stopped when the user asked for it.</summary>
public sealed class RunRecord : IDisposable
{
    private readonly RunFolder _folder;
    private readonly Session _session;
    private Manifest _manifest;

    private RunRecord(RunFolder folder, Session session, Manifest manifest)
    {
        (_folder, _session, _manifest) = (folder, session, manifest);
        manifest.Write(folder);
    }

    /// <summary>Makes the folder of a new run, or opens that of one that goes on; its data must be the same as before.</summary>
    /// <exception cref="DataException">The data has changed since the run began.</exception>
    public static RunRecord Begin(RunFolder folder, string config, Session session, long seed, MachineFacts machine, IReadOnlyList<DataFacts> data)
    {
        var before = Manifest.Read(folder);
        if (before is not null)
            foreach (var (old, now) in before.Data.Zip(data))
                if (old.Sha256 != now.Sha256)
                    throw new DataException($"{now.Name}: the run in {folder.Path} began with other contents (sha256 {old.Sha256[..12]}..., now {now.Sha256[..12]}...); put the old file back or start a new run.");
        if (before is null) folder.Begin(config);
        return new RunRecord(folder, session, new Manifest
        {
            Version = ProgramVersion.Text,
            CommandLines = [.. before?.CommandLines ?? [], session.CommandLine],
            Status = RunStatus.Running,
            Seed = seed,
            Machine = machine,
            Data = data,
            StartedAt = before?.StartedAt ?? session.Time.GetUtcNow(),
        });
    }

    /// <summary>Notes how the run ended.</summary>
    public void End(string status, string message)
    {
        _manifest = _manifest with { Status = status, Message = message, EndedAt = _session.Time.GetUtcNow() };
        _manifest.Write(_folder);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_manifest.EndedAt is not null) return;
        if (_session.Cancellation.IsCancellationRequested) End(RunStatus.Cancelled, $"stopped by the user; go on with --resume {_folder.Path}");
        else End(RunStatus.Failed, "ended by an error; what was saved before can be gone on with by --resume");
    }
}
