using System.Globalization;

namespace ConstrainedLearning.Checkpoints;

/// <summary>A run's checkpoints: files <c>step-00000500.checkpoint</c>, of which the newest few are kept.</summary>
internal static class CheckpointFolder
{
    private const string Pattern = "step-*.checkpoint";

    internal static IEnumerable<string> NewestFirst(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Pattern).OrderByDescending(path => path, StringComparer.Ordinal) : [];

    /// <summary>Writes a new one, and only then removes those that are too old.</summary>
    internal static void Save(string folder, long step, int kept, Action<string> write)
    {
        write(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"step-{step:D8}.checkpoint")));
        foreach (var old in NewestFirst(folder).Skip(kept)) File.Delete(old);
    }
}
