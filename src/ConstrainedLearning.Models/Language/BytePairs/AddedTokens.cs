using System.Text.RegularExpressions;

namespace ConstrainedLearning.Models.Language.BytePairs;

/// <summary>Tokens that are found in a text before it is split into words, the leftmost first, of several at one place the longest.</summary>
internal sealed class AddedTokens
{
    private readonly IReadOnlyDictionary<string, int> _tokens;
    private readonly Regex? _pattern;

    /// <param name="tokens">By their text, of which none is empty.</param>
    public AddedTokens(IReadOnlyDictionary<string, int> tokens)
    {
        _tokens = tokens;
        if (tokens.Count > 0) _pattern = new Regex(string.Join('|', tokens.Keys.OrderByDescending(text => text.Length).Select(Regex.Escape)), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <summary>The parts of a text: such a token, or (null) text between.</summary>
    public IEnumerable<(string Text, int? Token)> Split(string text)
    {
        var end = 0;
        for (var match = _pattern?.Match(text); match is { Success: true }; match = match.NextMatch())
        {
            if (match.Index > end) yield return (text[end..match.Index], null);
            yield return (match.Value, _tokens[match.Value]);
            end = match.Index + match.Length;
        }
        if (end < text.Length) yield return (text[end..], null);
    }
}
