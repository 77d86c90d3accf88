using System.Text;

namespace ConstrainedLearning.Models.Language.BytePairs;

/// <summary>
/// A visible character for every byte, so that any bytes can be written in a vocabulary: printable bytes of Latin-1 stand for themselves, the others, in their order, for U+0100 and on. Radford et al. 2019.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Make();
    private static readonly Dictionary<char, byte> Bytes = Characters.Select((character, value) => (character, value)).ToDictionary(pair => pair.character, pair => (byte)pair.value);

    /// <summary>The character of a byte.</summary>
    public static char Of(byte value) => Characters[value];

    /// <summary>The text whose characters stand for the bytes of a text in UTF-8.</summary>
    public static string Written(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return string.Create(bytes.Length, bytes, static (characters, source) =>
        {
            for (var i = 0; i < characters.Length; i++) characters[i] = Characters[source[i]];
        });
    }

    /// <summary>The bytes that a token stands for; its own, where a character of it stands for none.</summary>
    public static byte[] Read(string token) =>
        token.All(Bytes.ContainsKey) ? [.. token.Select(character => Bytes[character])] : Encoding.UTF8.GetBytes(token);

    private static char[] Make()
    {
        var (characters, next) = (new char[256], '\u0100');
        for (var value = 0; value < characters.Length; value++)
            characters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : next++;
        return characters;
    }
}
