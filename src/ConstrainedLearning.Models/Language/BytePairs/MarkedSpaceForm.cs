using System.Globalization;
using System.Text;

namespace ConstrainedLearning.Models.Language.BytePairs;

/// <summary>
/// As Llama 2, after SentencePiece: the whole text is one word, with a mark in place of every space and one before it all; its symbols are characters, and the bytes of those that the vocabulary lacks.
/// Kudo and Richardson, "SentencePiece", EMNLP 2018.
/// </summary>
internal sealed class MarkedSpaceForm : ITextForm
{
    public const char Mark = '\u2581';
    private readonly IReadOnlyDictionary<string, int> _vocabulary;
    private readonly int[] _bytes;
    private readonly bool _leads;

    /// <param name="vocabulary">Tokens by their text.</param>
    /// <param name="leads">Whether a mark goes before a text.</param>
    /// <exception cref="KeyNotFoundException">A byte has no token.</exception>
    public MarkedSpaceForm(IReadOnlyDictionary<string, int> vocabulary, bool leads)
    {
        (_vocabulary, _leads) = (vocabulary, leads);
        _bytes = [.. Enumerable.Range(0, 256).Select(value => vocabulary.TryGetValue(Written((byte)value), out var token) ? token
            : throw new KeyNotFoundException($"the vocabulary has no token '{Written((byte)value)}', expected one for each of 256 bytes"))];
    }

    public IEnumerable<string> Words(string text) => text.Length == 0 ? [] : [(_leads ? $"{Mark}" : "") + text.Replace(' ', Mark)];

    public int[] Symbols(string word)
    {
        var symbols = new List<int>(word.Length);
        foreach (var character in word.EnumerateRunes())
        {
            var text = character.ToString();
            if (_vocabulary.TryGetValue(text, out var token)) symbols.Add(token);
            else symbols.AddRange(Encoding.UTF8.GetBytes(text).Select(value => _bytes[value]));
        }
        return [.. symbols];
    }

    public byte[] Bytes(string token) =>
        token is ['<', '0', 'x', _, _, '>'] && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? [value]
            : Encoding.UTF8.GetBytes(token.Replace(Mark, ' '));

    public string Restored(string text) => _leads && text.StartsWith(' ') ? text[1..] : text;

    private static string Written(byte value) => $"<0x{value:X2}>";
}
