using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OxyPlot.Svg;

/// <summary>What the samples of a pixel are, by the number PNG has for it.</summary>
internal enum PngColor : byte { Grey = 0, Rgb = 2, Rgba = 6 }

/// <summary>Writes pictures as PNG (ISO/IEC 15948): 8 bits a sample, no filter, one compressed block.</summary>
/// <remarks>Knows nothing of plots, so that the reports' pictures are written by this file too, whoever draws their plots.</remarks>
internal static class PngFile
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The file's bytes.</summary>
    /// <param name="width">In pixels, at least 1.</param>
    /// <param name="height">In pixels, at least 1.</param>
    /// <param name="color">What a pixel's samples are.</param>
    /// <param name="samples">Row by row from the top, pixel by pixel from the left.</param>
    internal static byte[] Write(int width, int height, PngColor color, ReadOnlySpan<byte> samples)
    {
        var channels = color switch { PngColor.Grey => 1, PngColor.Rgb => 3, _ => 4 };
        if (width < 1 || height < 1 || samples.Length != width * height * channels)
            throw new ArgumentException($"a picture of {width} x {height} pixels with {channels} channels has {width * height * channels} samples, got {samples.Length}", nameof(samples));
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits a sample
        header[9] = (byte)color;
        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(samples, width * channels));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>CRC-32 of ISO 3309, bit by bit: these pictures are small.</summary>
    internal static uint Crc(ReadOnlySpan<byte> data)
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

    private static byte[] Compress(ReadOnlySpan<byte> samples, int row)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
            for (var start = 0; start < samples.Length; start += row)
            {
                zlib.WriteByte(0); // no filter
                zlib.Write(samples.Slice(start, row));
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
}
