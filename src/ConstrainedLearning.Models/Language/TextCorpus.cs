using System.Text;
using ConstrainedLearning.Models.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language;

/// <summary>Text as tokens, in one or several passages: windows lie within one. It owns its tokens; the caller disposes it.</summary>
public sealed class TextCorpus : IDisposable
{
    private const int DefaultBlocks = 10;

    private TextCorpus(Tensor tokens, IReadOnlyList<int> passages) => (Tokens, Passages) = (tokens, passages);

    /// <summary>[N], int64.</summary>
    public Tensor Tokens { get; }

    /// <summary>Tokens of each passage, in the order of <see cref="Tokens"/>; their sum is N.</summary>
    public IReadOnlyList<int> Passages { get; }

    /// <summary>Number of tokens, N.</summary>
    public int Count => (int)Tokens.shape[0];

    /// <summary>
    /// Reads files one after the other as one passage, with the tokenizer's end of text, if it has one, after each. Their order is that of the arguments, and by name (ordinal) where a pattern gives several; a
    /// file named twice is read once.
    /// </summary>
    /// <param name="pathsOrPatterns">Files, or patterns: <c>folder/*.txt</c>, or <c>folder/**/*.txt</c> for the folders below too. UTF-8; bytes that are none become U+FFFD.</param>
    /// <param name="tokenizer">Makes the tokens.</param>
    /// <exception cref="DataException">An argument matches no file, a file cannot be read, or there is no text in them.</exception>
    public static TextCorpus Read(IEnumerable<string> pathsOrPatterns, ITokenizer tokenizer)
    {
        var files = TextFiles.Find(pathsOrPatterns);
        var tokens = new List<long>();
        foreach (var file in files)
        {
            tokens.AddRange(tokenizer.Encode(Encoding.UTF8.GetString(FileContents.Read(file))));
            if (tokenizer.EndOfText is { } end) tokens.Add(end);
        }
        return tokens.Count > 0 ? FromTokens([.. tokens]) : throw new DataException($"{files[0]}{(files.Count > 1 ? $" and {files.Count - 1} more" : "")}: the files are empty, expected text.");
    }

    /// <summary>One text, as one passage.</summary>
    /// <exception cref="DataException">There is no text.</exception>
    public static TextCorpus FromText(string text, ITokenizer tokenizer) => FromTokens(tokenizer.Encode(text));

    /// <summary>Tokens that are there already, as one passage.</summary>
    /// <exception cref="DataException">There is none.</exception>
    public static TextCorpus FromTokens(long[] tokens) =>
        tokens.Length > 0 ? new TextCorpus(tensor(tokens).DetachFromDisposeScope(), [tokens.Length]) : throw new DataException("the text has no token, expected at least one.");

    /// <summary>A copy on a device; both are the caller's.</summary>
    public TextCorpus To(Device device) => new(Tokens.to(device, copy: true).DetachFromDisposeScope(), Passages);

    /// <summary>
    /// Cuts every passage into equal blocks and gives the end of each block to validation, so that both parts have text from everywhere and no window spans both. Both are copies and the caller's.
    /// </summary>
    /// <param name="validationFraction">Share of each block, more than 0 and less than 1.</param>
    /// <param name="blocks">Blocks of a passage, 1 or more. Default 10.</param>
    /// <exception cref="DataException">A passage is too short: a part of a block would be empty.</exception>
    public (TextCorpus Training, TextCorpus Validation) Split(double validationFraction, int blocks = DefaultBlocks)
    {
        if (validationFraction is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(validationFraction), validationFraction, $"{nameof(validationFraction)} is {validationFraction}, expected more than 0 and less than 1.");
        Check.AtLeast(1, blocks);
        using var scope = NewDisposeScope();
        var (training, validation, start) = (new List<Tensor>(), new List<Tensor>(), 0L);
        foreach (var passage in Passages)
        {
            for (var block = 0; block < blocks; block++)
            {
                var (first, end) = (start + (long)passage * block / blocks, start + (long)passage * (block + 1) / blocks);
                var held = (long)Math.Round((end - first) * validationFraction);
                if (held < 1 || held >= end - first) throw new DataException($"a block has {end - first} tokens, of which {held} would be for validation: use fewer than {blocks} blocks, another fraction than {validationFraction}, or more text.");
                training.Add(Tokens.narrow(0, first, end - first - held));
                validation.Add(Tokens.narrow(0, end - held, held));
            }
            start += passage;
        }
        return (Of(training), Of(validation));
    }

    /// <summary>Frees the tokens.</summary>
    public void Dispose() => Tokens.Dispose();

    private static TextCorpus Of(List<Tensor> passages) => new(cat(passages).DetachFromDisposeScope(), [.. passages.Select(passage => (int)passage.shape[0])]);
}
