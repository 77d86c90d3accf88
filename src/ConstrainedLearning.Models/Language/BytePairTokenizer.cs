using System.Text;
using ConstrainedLearning.Models.Language.BytePairs;

namespace ConstrainedLearning.Models.Language;

/// <summary>
/// Byte pair encoding as the published models have it: GPT-2's and Llama 3's on bytes, Llama 2's on characters with bytes for those it lacks. <c>Decode(Encode(x))</c> is x, but for half characters and, with
/// a vocabulary as Llama 2's, for U+2581, its mark for a space, and for a space after added tokens. No token is put before or after a text.
/// </summary>
public sealed class BytePairTokenizer : ITokenizer
{
    private const int LongestKeptWord = 64;
    private static readonly string[] Ends = ["<|endoftext|>", "<|end_of_text|>", "</s>"];
    private readonly Dictionary<string, int> _tokens;
    private readonly Dictionary<int, byte[]> _bytes;
    private readonly ITextForm _form;
    private readonly MergeTable _merges;
    private readonly AddedTokens _added;
    private readonly bool _prefersWholeWords;

    internal BytePairTokenizer(BytePairParts parts)
    {
        (_form, _merges, _added, _prefersWholeWords) = (parts.Form, new MergeTable(parts.Merges), new AddedTokens(parts.Added), parts.PrefersWholeWords);
        _bytes = parts.Vocabulary.ToDictionary(pair => pair.Value, pair => _form.Bytes(pair.Key));
        _tokens = new Dictionary<string, int>(parts.Vocabulary, StringComparer.Ordinal);
        foreach (var (text, token) in parts.Added) (_tokens[text], _bytes[token]) = (token, Encoding.UTF8.GetBytes(text));
        VocabularySize = _bytes.Keys.Max() + 1;
        EndOfText = Ends.Select(Find).FirstOrDefault(token => token is not null);
    }

    /// <summary>The largest token and one: published vocabularies may have gaps.</summary>
    public int VocabularySize { get; }

    /// <summary>The first of <c>&lt;|endoftext|&gt;</c>, <c>&lt;|end_of_text|&gt;</c> and <c>&lt;/s&gt;</c> that the vocabulary has.</summary>
    public long? EndOfText { get; }

    /// <summary>Reads a vocabulary and its merges as GPT-2 was published: <c>vocab.json</c> and <c>merges.txt</c>. A token <c>&lt;|endoftext|&gt;</c> is found in texts as a whole.</summary>
    /// <exception cref="PretrainedFileException">A file is absent or breaks the format's rules, a merge names a token that is not there, or a byte has no token.</exception>
    public static BytePairTokenizer Read(string vocabularyPath, string mergesPath) => new(BytePairFiles.Read(vocabularyPath, mergesPath));

    /// <summary>Reads a <c>tokenizer.json</c> of type BPE: bytes with splitting patterns, or characters with bytes for those the vocabulary lacks.</summary>
    /// <exception cref="PretrainedFileException">As for the other, or the file asks for something that this cannot do, which the message names.</exception>
    public static BytePairTokenizer Read(string tokenizerPath) => new(TokenizerJson.Read(tokenizerPath));

    /// <summary>The token with a text, such as that at the beginning of a text; null where there is none.</summary>
    public long? Find(string token) => _tokens.TryGetValue(token, out var found) ? found : null;

    /// <inheritdoc/>
    public long[] Encode(string text)
    {
        var (tokens, seen) = (new List<long>(), new Dictionary<string, int[]>(StringComparer.Ordinal));
        foreach (var (part, token) in _added.Split(Whole(text)))
        {
            if (token is { } added) tokens.Add(added);
            else foreach (var word in _form.Words(part)) tokens.AddRange(Tokens(word, seen).Select(value => (long)value));
        }
        return [.. tokens];
    }

    /// <inheritdoc/>
    public string Decode(IReadOnlyList<long> tokens)
    {
        using var bytes = new MemoryStream();
        foreach (var token in tokens)
        {
            // A token in a gap stands for nothing.
            if (_bytes.TryGetValue(Vocabulary.Checked(token, VocabularySize), out var some)) bytes.Write(some);
        }
        return _form.Restored(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <summary>Text repeats itself: a short word is merged once.</summary>
    private int[] Tokens(string word, Dictionary<string, int[]> seen)
    {
        if (seen.TryGetValue(word, out var known)) return known;
        int[] tokens = _prefersWholeWords && _tokens.TryGetValue(word, out var whole) ? [whole] : [.. _merges.Merge(_form.Symbols(word))];
        if (word.Length <= LongestKeptWord) seen.Add(word, tokens);
        return tokens;
    }

    private static string Whole(string text) => text.Any(char.IsSurrogate) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
}
