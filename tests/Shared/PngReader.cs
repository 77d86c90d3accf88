using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Pictures.Tests;

/// <summary>A picture as it was read.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Channels">1: grey; 3: red, green, blue; 4: and opacity.</param>
/// <param name="Samples">Row by row, pixel by pixel.</param>
internal sealed record Picture(int Width, int Height, int Channels, byte[] Samples);

/// <summary>Reads the PNG files that reports and plots write, checking each chunk's length and checksum.</summary>
internal static class PngReader
{
    internal static Picture Decode(byte[] file)
    {
        file.Take(8).Should().Equal(137, 80, 78, 71, 13, 10, 26, 10);
        var chunks = new Dictionary<string, byte[]>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add(Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]);
            BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)).Should().Be(Crc(file.AsSpan(at + 4, length + 4)));
            at += 12 + length;
        }
        chunks.Keys.Should().Equal("IHDR", "IDAT", "IEND");
        var header = chunks["IHDR"];
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        var channels = header[9] switch { 0 => 1, 2 => 3, 6 => 4, var other => throw new InvalidDataException($"colour type {other}") };
        (header[8], header[10], header[11], header[12]).Should().Be((8, 0, 0, 0), "8 bits, the only compression and filter method there is, not interlaced");
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress))
            zlib.CopyTo(bytes);
        var raw = bytes.ToArray();
        var row = 1 + channels * width;
        raw.Length.Should().Be(height * row);
        raw.Where((_, i) => i % row == 0).Should().OnlyContain(filter => filter == 0, "rows are not filtered");
        return new Picture(width, height, channels, [.. raw.Where((_, i) => i % row != 0)]);
    }

    /// <summary>CRC-32 by table, unlike the writer's.</summary>
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++)
                table[i] = (table[i] & 1) == 1 ? 0xEDB88320 ^ (table[i] >> 1) : table[i] >> 1;
        }
        var crc = uint.MaxValue;
        foreach (var value in data)
            crc = table[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }
}
