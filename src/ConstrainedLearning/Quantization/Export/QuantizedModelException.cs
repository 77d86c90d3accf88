namespace ConstrainedLearning.Quantization.Export;

/// <summary>What should be a quantized model is none, or not of this architecture. Nothing was loaded from it.</summary>
public sealed class QuantizedModelException : FormatException
{
    /// <summary>Names the entry and what is wrong with it.</summary>
    public QuantizedModelException(string entry, string problem, Exception? inner = null)
        : base($"quantized model: '{Shown(entry)}' cannot be used: {problem}", inner) => Entry = entry;

    /// <summary>The name of a tensor or of a piece of metadata.</summary>
    public string Entry { get; }

    /// <inheritdoc cref="Text.Shown"/>
    internal static string Shown(string text) => Text.Shown(text);
}
