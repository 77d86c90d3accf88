using System.Text;

namespace ConstrainedLearning.Models.Language;

/// <summary>Every byte of the UTF-8 is a token: 256 of them, for any text, and nothing to learn.</summary>
public sealed class ByteTokenizer : ITokenizer
{
    /// <inheritdoc/>
    public int VocabularySize => 256;

    /// <summary>Null: every byte may be text.</summary>
    public long? EndOfText => null;

    /// <inheritdoc/>
    public long[] Encode(string text) => Array.ConvertAll(Encoding.UTF8.GetBytes(text), value => (long)value);

    /// <inheritdoc/>
    public string Decode(IReadOnlyList<long> tokens)
    {
        var bytes = new byte[tokens.Count];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)Vocabulary.Checked(tokens[i], VocabularySize);
        return Encoding.UTF8.GetString(bytes);
    }
}
