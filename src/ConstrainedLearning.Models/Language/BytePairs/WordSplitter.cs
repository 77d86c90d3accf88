using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ConstrainedLearning.Models.Language.BytePairs;

/// <summary>Splits a text at the matches of a pattern: matches and what lies between them are the words, which joined give the text.</summary>
internal sealed class WordSplitter(Regex pattern)
{
    /// <summary>GPT-2's: endings of English, words, numbers and the rest, each with the space before it; white space but the last of it.</summary>
    public const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    // A pattern comes from a file: one that never ends must.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentException">The pattern is not one that .NET understands.</exception>
    public WordSplitter(string pattern) : this(new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, Patience)) { }

    /// <summary>The words.</summary>
    /// <exception cref="InvalidOperationException">The pattern takes too long.</exception>
    public IEnumerable<string> Split(string text)
    {
        var (words, end) = (new List<string>(), 0);
        try
        {
            var (shown, places) = Shadow(text);
            for (var match = pattern.Match(shown); match.Success; match = match.NextMatch())
            {
                var (start, next) = (places?[match.Index] ?? match.Index, places?[match.Index + match.Length] ?? match.Index + match.Length);
                if (start > end) words.Add(text[end..start]);
                if (next > start) words.Add(text[start..next]);
                end = Math.Max(end, next);
            }
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new InvalidOperationException($"the tokenizer's pattern '{pattern}' works on a text of {text.Length} characters for more than {Patience.TotalSeconds} s: use a sound tokenizer, or shorter texts.", e);
        }
        if (end < text.Length) words.Add(text[end..]);
        return words;
    }

    /// <summary>
    /// .NET's patterns see a character beyond the first 65,536 as two surrogates, neither letter nor digit. The pattern is given a text with another character of the same category in its place.
    /// </summary>
    /// <returns>The text to match, and where each of its characters starts in the given one (null: at the same place).</returns>
    private static (string Shown, int[]? Places) Shadow(string text)
    {
        if (!text.Any(char.IsSurrogate)) return (text, null);
        var (shown, places, place) = (new StringBuilder(text.Length), new List<int>(text.Length), 0);
        foreach (var character in text.EnumerateRunes())
        {
            shown.Append(character.IsBmp ? (char)character.Value : Stand(Rune.GetUnicodeCategory(character)));
            places.Add(place);
            place += character.Utf16SequenceLength;
        }
        places.Add(place);
        return (shown.ToString(), [.. places]);
    }

    /// <summary>A character of a category, no letter of an English ending among them.</summary>
    private static char Stand(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => 'X',
        UnicodeCategory.LowercaseLetter => 'x',
        UnicodeCategory.TitlecaseLetter => '\u01C5',
        UnicodeCategory.ModifierLetter => '\u02B0',
        UnicodeCategory.OtherLetter => '\u00AA',
        UnicodeCategory.DecimalDigitNumber => '7',
        UnicodeCategory.LetterNumber => '\u2160',
        UnicodeCategory.OtherNumber => '\u00B2',
        UnicodeCategory.NonSpacingMark => '\u0300',
        UnicodeCategory.SpacingCombiningMark => '\u0903',
        _ => '\u00A9',
    };
}
