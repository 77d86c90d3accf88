namespace ConstrainedLearning.Models.Files;

/// <summary>A safetensors file, or the index of several, cannot be used. <see cref="Exception.Message"/> names the file, the tensor, what was found and what was expected.</summary>
public sealed class SafetensorsException : IOException
{
    /// <summary>Names the file and what is wrong with it.</summary>
    public SafetensorsException(string path, string problem, Exception? inner = null)
        : base($"safetensors file '{path}' cannot be used: {problem}", inner) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
