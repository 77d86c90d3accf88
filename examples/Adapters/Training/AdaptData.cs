using Adapters.Options;
using ConstrainedLearning.Models.Language;
using ExperimentKit.Runs;
using static TorchSharp.torch;

namespace Adapters.Training;

/// <summary>The text to adapt to, and the texts not to forget.</summary>
internal sealed class AdaptData : IDisposable
{
    internal AdaptData(AdaptOptions options, LanguageModel model, ITokenizer tokenizer, Device device)
    {
        New = Read(options.Text);
        Old = [.. options.OldTexts.Select(Read)];

        TextData Read(string source) => new(source, tokenizer, options.Tokens, model.Options.ContextLength, options.Training.Batch, device);
    }

    /// <summary>What to adapt to.</summary>
    internal TextData New { get; }

    /// <summary>What not to forget.</summary>
    internal IReadOnlyList<TextData> Old { get; }

    /// <summary>What was read.</summary>
    internal IReadOnlyList<DataFacts> Facts => [New.Facts, .. Old.Select(text => text.Facts)];

    /// <summary>How an old text is told from the others; nothing where there is one.</summary>
    internal static string Number(int place, int count) => count == 1 ? "" : FormattableString.Invariant($" {place + 1}");

    /// <inheritdoc/>
    public void Dispose()
    {
        New.Dispose();
        foreach (var text in Old) text.Dispose();
    }
}
