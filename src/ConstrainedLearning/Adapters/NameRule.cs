using System.Text.RegularExpressions;

namespace ConstrainedLearning.Adapters;

/// <summary>Values for some sites by the name: a regular expression that fits the whole name or, from behind a dot, its end. <c>foo</c> is any site of that last name, <c>^foo</c> the one at the top alone.</summary>
/// <remarks>As the PEFT library reads <c>rank_pattern</c> and <c>alpha_pattern</c>, so that files go both ways.</remarks>
public static class NameRule
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether a pattern fits a name.</summary>
    /// <exception cref="ArgumentException">It is no regular expression, or one that takes too long.</exception>
    public static bool Fits(string pattern, string name)
    {
        try
        {
            return Regex.IsMatch(name, $@"^(.*\.)?({pattern})$", RegexOptions.CultureInvariant, Patience);
        }
        catch (Exception e) when (e is RegexParseException or RegexMatchTimeoutException)
        {
            throw new ArgumentException($"the pattern '{pattern}' cannot be used as a regular expression: {e.Message}", nameof(pattern), e);
        }
    }

    /// <summary>The value of the first pattern that fits, or another.</summary>
    internal static T First<T>(IReadOnlyList<KeyValuePair<string, T>> rules, string name, T otherwise)
    {
        foreach (var (pattern, value) in rules)
            if (Fits(pattern, name)) return value;
        return otherwise;
    }
}
