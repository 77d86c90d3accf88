namespace ConstrainedLearning.Adapters.Files;

/// <summary>What should be a stored adapter is none, or not one of this model. Nothing was changed.</summary>
public sealed class AdapterStateException : FormatException
{
    /// <summary>Names the entry and what is wrong with it.</summary>
    public AdapterStateException(string entry, string problem, Exception? inner = null) : base($"adapter: '{Text.Shown(entry)}' cannot be used: {problem}", inner) => Entry = entry;

    /// <summary>A key of the configuration or of the tensors.</summary>
    public string Entry { get; }
}
