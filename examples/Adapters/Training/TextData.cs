using System.Globalization;
using System.Security.Cryptography;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Language;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using static TorchSharp.torch;

namespace Adapters.Training;

/// <summary>A text in three parts, each with passages from everywhere in it: to train on, to choose by, to report.</summary>
internal sealed class TextData : IDisposable
{
    private const string Markov = "markov:";
    private const double HeldOut = 0.2;
    private const int MarkovStates = 12;

    private readonly TextCorpus _train, _validation, _test;
    private readonly int _length, _batch;

    /// <summary>Reads a text.</summary>
    /// <param name="source">Files or patterns with commas between, or markov:SEED.</param>
    /// <param name="tokenizer">Makes tokens of it.</param>
    /// <param name="tokens">The most that are read.</param>
    /// <param name="length">Tokens of a window.</param>
    /// <param name="batch">Windows of a batch.</param>
    /// <param name="device">Where the tokens will be.</param>
    internal TextData(string source, ITokenizer tokenizer, int tokens, int length, int batch, Device device)
    {
        (_length, _batch) = (length, batch);
        using var scope = NewDisposeScope();
        using var all = Read(source, tokenizer, tokens);
        using var read = all.Count <= tokens ? all : TextCorpus.FromTokens(all.Tokens.narrow(0, 0, tokens).data<long>().ToArray());
        Facts = new DataFacts(source, Convert.ToHexStringLower(SHA256.HashData(read.Tokens.bytes)), read.Count, ["token"]);
        using var onDevice = read.To(device);
        (_train, var rest) = onDevice.Split(HeldOut);
        using (rest) (_validation, _test) = rest.Split(0.5, blocks: 1);
    }

    /// <summary>What was read.</summary>
    internal DataFacts Facts { get; }

    /// <summary>The entropy of a random language in nats a token, which no model can go below; null of other text.</summary>
    internal double? Entropy { get; private set; }

    /// <summary>Windows to train on.</summary>
    /// <param name="steps">Batches of an epoch.</param>
    /// <param name="seed">Decides the windows.</param>
    internal TextWindows Training(int steps, long seed) => Windows(_train, steps, seed);

    /// <summary>Windows to choose by.</summary>
    internal TextWindows Validation => Windows(_validation, 1, 0);

    /// <summary>Windows to report.</summary>
    internal TextWindows Test => Windows(_test, 1, 0);

    /// <summary>Batches for a learner.</summary>
    internal static TrainingData<TextBatch> Batches(TextWindows windows) => new(windows.BatchCount, (epoch, skip) => windows.Epoch(epoch, skip));

    /// <inheritdoc/>
    public void Dispose()
    {
        _train.Dispose();
        _validation.Dispose();
        _test.Dispose();
    }

    private TextWindows Windows(TextCorpus corpus, int batches, long seed) => new(corpus, new TextWindowsOptions { Length = _length, BatchSize = _batch, BatchesPerEpoch = batches, Seed = seed });

    private TextCorpus Read(string source, ITokenizer tokenizer, int tokens)
    {
        if (!source.StartsWith(Markov, StringComparison.Ordinal)) return TextCorpus.Read(source.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), tokenizer);
        if (!long.TryParse(source[Markov.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seed)) throw new UsageException($"\"{source}\" is no random language: expected {Markov} and a whole number");
        var language = new MarkovText(MarkovStates, seed);
        Entropy = language.EntropyRate;
        return TextCorpus.FromText(language.Generate(tokens, seed), tokenizer);
    }
}
