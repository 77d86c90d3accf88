using System.IO.Compression;

namespace ConstrainedLearning.Models.Data;

/// <summary>Reads a whole file, decompressed where it is a gzip, and says in one sentence why it cannot.</summary>
internal static class FileContents
{
    /// <summary>All bytes of a plain or gzip file. What a file is, its first two bytes decide; a name ending in .gz must keep its promise.</summary>
    public static byte[] Read(string path)
    {
        byte[] raw;
        try
        {
            raw = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: there is no such file; check the path or name a known series.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the file cannot be read ({e.Message}).", e);
        }
        return Decompress(path, raw);
    }

    /// <summary>The bytes themselves, or what the gzip in them holds. <paramref name="name"/> is for the message and for its ending.</summary>
    public static byte[] Decompress(string name, byte[] raw)
    {
        var isGzip = raw is [0x1f, 0x8b, ..];
        if (!isGzip && name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && raw.Length > 0)
            throw new DataException($"{name}: the name ends in .gz but the file does not start as a gzip does (bytes 1F 8B); rename it or compress it.");
        if (!isGzip)
            return raw;
        try
        {
            using var unzip = new GZipStream(new MemoryStream(raw), CompressionMode.Decompress);
            using var contents = new MemoryStream();
            unzip.CopyTo(contents);
            // A file cut inside its last eight bytes still decompresses: the length stored at the end tells.
            if (contents.Length == 0 || BitConverter.ToUInt32(raw.AsSpan(raw.Length - 4)) != (uint)contents.Length)
                throw Damaged(name, null);
            return contents.ToArray();
        }
        catch (InvalidDataException e)
        {
            throw Damaged(name, e);
        }
    }

    private static DataException Damaged(string name, Exception? cause) =>
        cause is null
            ? new DataException($"{name}: the gzip is cut short or damaged; get the file again.")
            : new DataException($"{name}: the gzip is cut short or damaged; get the file again.", cause);
}
