using ExperimentKit.CommandLine;

namespace ExperimentKit.Runs;

/// <summary>The folder of one run: everything that went in and came out, under fixed names.</summary>
public sealed class RunFolder
{
    private RunFolder(string path) => Path = path;

    /// <summary>Where it is, as the user wrote it.</summary>
    public string Path { get; }

    /// <summary>All settings, resolved.</summary>
    public string Config => At("config.json");

    /// <summary>What ran where: see <see cref="Runs.Manifest"/>.</summary>
    public string Manifest => At("manifest.json");

    /// <summary>One JSON object a logged step.</summary>
    public string Metrics => At("metrics.jsonl");

    /// <summary>The results; there only when the run is complete.</summary>
    public string Summary => At("summary.json");

    /// <summary>The newest checkpoints.</summary>
    public string Checkpoints => At("checkpoints");

    /// <summary>The report for people.</summary>
    public string Report => At("report.html");

    /// <summary>A path inside.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Whether the run has checkpoints to go on from.</summary>
    public bool HasCheckpoint => Directory.Exists(Checkpoints) && Directory.EnumerateFiles(Checkpoints, "*.checkpoint").Any();

    /// <summary>A place for a new run; a folder that exists must be empty. Nothing is written yet: see <see cref="Begin"/>.</summary>
    /// <exception cref="UsageException">It holds something already.</exception>
    public static RunFolder New(string path)
    {
        if (File.Exists(path)) throw new UsageException($"--out {path} is a file, expected a folder");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new UsageException($"--out {path} is not empty, and nothing in it was touched: choose another folder, or go on with the run in it by --resume {path}");
        return new RunFolder(path);
    }

    /// <summary>The folder of an earlier run.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="flag">The option that named it, for the message.</param>
    /// <exception cref="UsageException">There is no run there.</exception>
    public static RunFolder Open(string path, string flag = "resume")
    {
        var folder = new RunFolder(path);
        return File.Exists(folder.Config)
            ? folder
            : throw new UsageException($"--{flag} {path} is not the folder of a run: it has no config.json");
    }

    /// <summary>The folder at a path, whatever it holds or lacks.</summary>
    public static RunFolder Of(string path) => new(path);

    /// <summary>Makes the folder and writes the settings into it.</summary>
    public void Begin(string config)
    {
        Directory.CreateDirectory(Path);
        AtomicFile.WriteText(Config, config);
    }
}
