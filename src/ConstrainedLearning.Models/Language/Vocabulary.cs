namespace ConstrainedLearning.Models.Language;

/// <summary>What all tokenizers check.</summary>
internal static class Vocabulary
{
    /// <summary>The token itself, where it is one of <paramref name="size"/>.</summary>
    public static int Checked(long token, int size) =>
        token >= 0 && token < size ? (int)token : throw new ArgumentOutOfRangeException(nameof(token), token, $"token is {token}, expected 0 to {size - 1}.");
}
