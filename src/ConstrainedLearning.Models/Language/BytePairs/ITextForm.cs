namespace ConstrainedLearning.Models.Language.BytePairs;

/// <summary>How text is written in a vocabulary's symbols before anything is merged, and back.</summary>
internal interface ITextForm
{
    /// <summary>The words of a text, each as the vocabulary writes it; nothing merges beyond a word.</summary>
    IEnumerable<string> Words(string text);

    /// <summary>The tokens of the smallest parts of a word.</summary>
    int[] Symbols(string word);

    /// <summary>The bytes of a token.</summary>
    byte[] Bytes(string token);

    /// <summary>What <see cref="Words"/> added to a text, taken away.</summary>
    string Restored(string text);
}
