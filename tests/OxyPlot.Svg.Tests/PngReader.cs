using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OxyPlot.Svg.Tests;

/// <summary>Reads the PNG files that the exporter writes, checking each chunk's length and checksum.</summary>
internal static class PngReader
{
    internal static OxyColor[,] Decode(byte[] file)
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
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"]), BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"].AsSpan(4)));
        chunks["IHDR"][8..].Should().Equal(8, 6, 0, 0, 0);
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress))
            zlib.CopyTo(bytes);
        var raw = bytes.ToArray();
        raw.Length.Should().Be(height * (1 + 4 * width));
        var pixels = new OxyColor[height, width];
        for (var y = 0; y < height; y++)
        {
            var row = y * (1 + 4 * width);
            raw[row].Should().Be(0, "rows are not filtered");
            for (var x = 0; x < width; x++)
                pixels[y, x] = OxyColor.FromArgb(raw[row + 4 * x + 4], raw[row + 4 * x + 1], raw[row + 4 * x + 2], raw[row + 4 * x + 3]);
        }
        return pixels;
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
