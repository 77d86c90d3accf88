namespace ExperimentKit.Runs;

/// <summary>Writes whole files: beside their place and then renamed, so that a stop at any moment leaves the old file or the new one.</summary>
public static class AtomicFile
{
    /// <summary>Writes a text as UTF-8.</summary>
    public static void WriteText(string path, string text)
    {
        var beside = path + ".writing";
        File.WriteAllText(beside, text);
        File.Move(beside, path, overwrite: true);
    }
}
