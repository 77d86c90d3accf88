using System.Text;

namespace ConstrainedLearning.Models.Language;

/// <summary>
/// Every character is a token, of 96: the line feed (0) and the 95 printable characters of ASCII, in their order. Of any other character, white space is read as a space and the rest as a question mark, so
/// that a text of n characters always has n tokens.
/// </summary>
public sealed class CharacterTokenizer : ITokenizer
{
    private const char FirstPrintable = ' ';
    private const char LastPrintable = '~';
    private const char Unknown = '?';

    /// <inheritdoc/>
    public int VocabularySize => 2 + LastPrintable - FirstPrintable;

    /// <summary>Null: every symbol is text.</summary>
    public long? EndOfText => null;

    /// <inheritdoc/>
    public long[] Encode(string text)
    {
        var tokens = new List<long>(text.Length);
        foreach (var character in text.EnumerateRunes()) tokens.Add(Token(character));
        return [.. tokens];
    }

    /// <inheritdoc/>
    public string Decode(IReadOnlyList<long> tokens)
    {
        var text = new StringBuilder(tokens.Count);
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = Vocabulary.Checked(tokens[i], VocabularySize);
            text.Append(token == 0 ? '\n' : (char)(FirstPrintable + token - 1));
        }
        return text.ToString();
    }

    private static long Token(Rune character) => character.Value switch
    {
        '\n' => 0,
        >= FirstPrintable and <= LastPrintable => 1 + character.Value - FirstPrintable,
        _ when Rune.IsWhiteSpace(character) => 1,
        _ => 1 + Unknown - FirstPrintable,
    };
}
