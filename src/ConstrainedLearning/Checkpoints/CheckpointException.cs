namespace ConstrainedLearning;

/// <summary>A checkpoint cannot be used. Nothing was loaded from it.</summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Names the file and what is wrong with it.</summary>
    public CheckpointException(string path, string problem, Exception? inner = null)
        : base($"checkpoint '{path}' cannot be used: {problem}", inner) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
