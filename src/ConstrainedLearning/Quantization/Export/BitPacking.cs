namespace ConstrainedLearning.Quantization.Export;

/// <summary>
/// Codes of b bits, 1 to 8, without gaps: code i is bits i b to i b + b - 1 of a stream whose bit k is bit k mod 8 of byte k / 8, the least significant first. The last byte is filled up with zeros.
/// </summary>
internal static class BitPacking
{
    /// <summary>The bytes that codes take.</summary>
    internal static long Length(long codes, int bits) => (codes * bits + 7) / 8;

    internal static byte[] Pack(ReadOnlySpan<byte> codes, int bits)
    {
        var packed = new byte[Length(codes.Length, bits)];
        for (var i = 0; i < codes.Length; i++)
        {
            var (place, shift) = Place(i, bits);
            var wide = codes[i] << shift;
            packed[place] |= (byte)wide;
            if (shift + bits > 8) packed[place + 1] |= (byte)(wide >> 8);
        }
        return packed;
    }

    /// <param name="packed">Of the length that <see cref="Length"/> says.</param>
    /// <param name="bits">b.</param>
    /// <param name="codes">To be written, all.</param>
    internal static void Unpack(ReadOnlySpan<byte> packed, int bits, Span<byte> codes)
    {
        var mask = (1 << bits) - 1;
        for (var i = 0; i < codes.Length; i++)
        {
            var (place, shift) = Place(i, bits);
            var wide = shift + bits > 8 ? packed[place] | packed[place + 1] << 8 : packed[place];
            codes[i] = (byte)(wide >> shift & mask);
        }
    }

    /// <summary>Whether the bits after the last code are zeros.</summary>
    internal static bool EndsInZeros(ReadOnlySpan<byte> packed, long codes, int bits) => codes * bits % 8 is var used && (used == 0 || packed[^1] >> (int)used == 0);

    private static (int Byte, int Shift) Place(int code, int bits) => ((int)((long)code * bits >> 3), (int)((long)code * bits & 7));
}
