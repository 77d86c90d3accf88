namespace ConstrainedLearning.Models.Language;

/// <summary>Turns text into tokens 0 .. <see cref="VocabularySize"/> - 1 and back. Implementations have no state: threads may share one.</summary>
public interface ITokenizer
{
    /// <summary>How many tokens there are.</summary>
    int VocabularySize { get; }

    /// <summary>The token that ends a text, or null.</summary>
    long? EndOfText { get; }

    /// <summary>The tokens of a text; half a character (a lone surrogate) counts as U+FFFD.</summary>
    long[] Encode(string text);

    /// <summary>The text of tokens; bytes that are no UTF-8, as of a character cut in two, become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is not one of the vocabulary.</exception>
    string Decode(IReadOnlyList<long> tokens);
}
