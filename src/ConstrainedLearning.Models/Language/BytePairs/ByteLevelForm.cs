namespace ConstrainedLearning.Models.Language.BytePairs;

/// <summary>As GPT-2 and Llama 3: patterns split the text into words, and a word's symbols are the bytes of its UTF-8.</summary>
internal sealed class ByteLevelForm : ITextForm
{
    private readonly IReadOnlyList<WordSplitter> _splitters;
    private readonly int[] _symbols;

    /// <param name="splitters">Applied one after the other.</param>
    /// <param name="vocabulary">Tokens by their text.</param>
    /// <exception cref="KeyNotFoundException">A byte has no token.</exception>
    public ByteLevelForm(IReadOnlyList<WordSplitter> splitters, IReadOnlyDictionary<string, int> vocabulary)
    {
        _splitters = splitters;
        _symbols = [.. Enumerable.Range(0, 256).Select(value => vocabulary.TryGetValue($"{ByteAlphabet.Of((byte)value)}", out var token) ? token
            : throw new KeyNotFoundException($"the vocabulary has no token '{ByteAlphabet.Of((byte)value)}' for the byte {value}, expected one for each of 256"))];
    }

    public IEnumerable<string> Words(string text) => _splitters.Aggregate((IEnumerable<string>)[text], (words, splitter) => words.SelectMany(splitter.Split)).Select(ByteAlphabet.Written);

    public int[] Symbols(string word) => Array.ConvertAll(ByteAlphabet.Read(word), value => _symbols[value]);

    public byte[] Bytes(string token) => ByteAlphabet.Read(token);

    public string Restored(string text) => text;
}
