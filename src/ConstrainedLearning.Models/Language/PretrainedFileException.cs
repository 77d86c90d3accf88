namespace ConstrainedLearning.Models.Language;

/// <summary>A file of a published model or tokenizer cannot be used. <see cref="Exception.Message"/> names the file, what was found and what was expected.</summary>
public sealed class PretrainedFileException : IOException
{
    /// <summary>Names the file and what is wrong with it.</summary>
    public PretrainedFileException(string path, string problem, Exception? inner = null) : base($"'{path}' cannot be used: {problem}", inner) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
