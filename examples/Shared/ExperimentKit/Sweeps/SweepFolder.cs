using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;

namespace ExperimentKit.Sweeps;

/// <summary>The folder of a sweep: the settings that all runs share, and a folder for each run.</summary>
public static class SweepFolder
{
    private const string SettingsFile = "sweep.json";

    /// <summary>Makes the folder, or opens that of a sweep with the same settings.</summary>
    /// <exception cref="UsageException">It holds something else, or a sweep with other settings.</exception>
    public static void Open<T>(string path, SettingTable<T> table, T settings, T defaults)
    {
        var file = Path.Combine(path, SettingsFile);
        if (!File.Exists(file))
        {
            RunFolder.New(path);
            Directory.CreateDirectory(path);
            AtomicFile.WriteText(file, table.ToJson(settings));
        }
        else if (table.Difference(table.WithFile(defaults, file), settings) is var (name, was, now))
            throw new UsageException($"--{name} is {now}, but the sweep in {path} has {was}: go on with the same settings, or start a new one with another --out");
    }

    /// <summary>The place of a run: the parts of its label one in the other.</summary>
    public static RunFolder Of(string path, params IReadOnlyList<string> parts) => RunFolder.Of(Path.Combine([path, .. parts]));
}
