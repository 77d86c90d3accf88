namespace ConstrainedLearning.Models.Language.BytePairs;

/// <summary>What a byte pair tokenizer is made of, checked.</summary>
/// <param name="Vocabulary">Tokens by their text; no token twice.</param>
/// <param name="Merges">The rank and the result of a pair.</param>
/// <param name="Added">Tokens that are found in a text before it is split, by their text.</param>
/// <param name="Form">How text is written.</param>
/// <param name="PrefersWholeWords">Whether a word that is a token itself is taken as it is, whatever the merges.</param>
internal sealed record BytePairParts(
    IReadOnlyDictionary<string, int> Vocabulary, IReadOnlyDictionary<(int Left, int Right), (int Rank, int Result)> Merges, IReadOnlyDictionary<string, int> Added, ITextForm Form, bool PrefersWholeWords);
