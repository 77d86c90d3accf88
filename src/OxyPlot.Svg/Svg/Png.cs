using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OxyPlot.Svg;

/// <summary>Writes pictures as PNG: 8 bits a channel, RGBA, no filter.</summary>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes pixels indexed [row, column], the top row first, each repeated in both directions.</summary>
    internal static byte[] Encode(OxyColor[,] pixels, int repeat = 1)
    {
        var (height, width) = (pixels.GetLength(0) * repeat, pixels.GetLength(1) * repeat);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits a channel
        header[9] = 6; // RGBA
        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(pixels, repeat));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compress(OxyColor[,] pixels, int repeat)
    {
        var (rows, columns) = (pixels.GetLength(0), pixels.GetLength(1));
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            var row = new byte[1 + 4 * columns * repeat]; // the leading zero says: no filter
            for (var y = 0; y < rows; y++)
            {
                for (var x = 0; x < columns * repeat; x++)
                {
                    var pixel = pixels[y, x / repeat];
                    (row[4 * x + 1], row[4 * x + 2], row[4 * x + 3], row[4 * x + 4]) = (pixel.R, pixel.G, pixel.B, pixel.A);
                }
                for (var i = 0; i < repeat; i++)
                    zlib.Write(row);
            }
        }
        return compressed.ToArray();
    }

    private static void WriteChunk(Stream file, string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        file.Write(chunk);
    }

    /// <summary>CRC-32 of ISO 3309, bit by bit: a plot's picture is small.</summary>
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
        }
        return ~crc;
    }
}
