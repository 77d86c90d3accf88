using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using static TorchSharp.torch;

namespace ConstrainedLearning.Checkpoints;

/// <summary>
/// One file of named tensors, named byte strings and a JSON text. Layout: 8 bytes magic, u64 length of the JSON header, the header, the contents,
/// and at the end the SHA-256 of everything before. Written beside its final place and renamed, so a crash leaves the old file whole.
/// </summary>
internal static class CheckpointFile
{
    /// <summary>The version of what is kept and under which names. Version 1 had no rule, penalty or scheme state.</summary>
    internal const int Version = 2;

    private const int ChecksumLength = 32;
    private static readonly byte[] Magic = "CLCHKPT1"u8.ToArray();

    /// <summary>Writes a file, replacing the one of that name only when the new one is complete.</summary>
    internal static void Write(string path, CheckpointContents contents)
    {
        var sections = new List<Section>();
        using var body = new MemoryStream();
        foreach (var (name, value) in contents.Tensors)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var host = value.detach().cpu().contiguous();
            sections.Add(new Section(name, host.dtype.ToString(), host.shape, body.Position, host.bytes.Length));
            body.Write(host.bytes);
        }
        foreach (var (name, value) in contents.Blobs)
        {
            sections.Add(new Section(name, null, null, body.Position, value.Length));
            body.Write(value);
        }

        var header = JsonSerializer.SerializeToUtf8Bytes(new Header(Version, contents.Metadata, sections), CheckpointJson.Default.Header);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var beside = path + ".writing";
        using (var file = File.Create(beside))
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            Append(Magic);
            Append(length);
            Append(header);
            Append(body.GetBuffer().AsSpan(0, (int)body.Length));
            file.Write(hash.GetHashAndReset());
            file.Flush(flushToDisk: true);

            void Append(ReadOnlySpan<byte> bytes)
            {
                file.Write(bytes);
                hash.AppendData(bytes);
            }
        }
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Reads a file back; the tensors are new, on the host, and the caller's.</summary>
    /// <exception cref="CheckpointException">The file is absent, no checkpoint, cut short or damaged; the message names it.</exception>
    internal static CheckpointContents Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"it cannot be read ({e.Message})", e);
        }
        if (bytes.Length < Magic.Length + 8 + ChecksumLength || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic)) throw new CheckpointException(path, "it is not a checkpoint");
        var content = bytes.AsSpan(0, bytes.Length - ChecksumLength);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length))) throw new CheckpointException(path, "its checksum does not match: it was cut short or damaged");

        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(Magic.Length));
        var start = Magic.Length + 8;
        if (headerLength < 0 || headerLength > content.Length - start) throw new CheckpointException(path, "its header is longer than the file");
        var header = ReadHeader(path, bytes.AsSpan(start, (int)headerLength));
        if (header.Version != Version) throw new CheckpointException(path, $"it was written in version {Math.Max(1, header.Version)} of the format, this program reads version {Version}: finish the run with the program that wrote it");
        var body = content[(start + (int)headerLength)..];

        var result = new CheckpointContents { Metadata = header.Metadata };
        foreach (var section in header.Sections)
        {
            if (section.Offset < 0 || section.Length < 0 || section.Length > body.Length || section.Offset > body.Length - section.Length) throw new CheckpointException(path, $"'{section.Name}' lies outside the file");
            var part = body.Slice((int)section.Offset, (int)section.Length);
            if (section.Type is null) result.Blobs[section.Name] = part.ToArray();
            else result.Tensors[section.Name] = ReadTensor(path, section, part);
        }
        return result;
    }

    private static Header ReadHeader(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (JsonSerializer.Deserialize(bytes, CheckpointJson.Default.Header) is { Sections: not null } header) return header;
        }
        catch (JsonException e)
        {
            throw new CheckpointException(path, $"its header cannot be read ({e.Message})", e);
        }
        throw new CheckpointException(path, "its header is empty");
    }

    private static Tensor ReadTensor(string path, Section section, Span<byte> bytes)
    {
        if (!Enum.TryParse<ScalarType>(section.Type, out var type) || !Enum.IsDefined(type)) throw new CheckpointException(path, $"'{section.Name}' is of the unknown type '{section.Type}'");
        // An element has a byte at least, so that no shape asks for more memory than the file has.
        var elements = 1.0;
        foreach (var size in section.Shape ?? [-1]) elements = size < 0 ? double.NaN : elements * size;
        var value = elements <= bytes.Length ? empty(section.Shape!, dtype: type) : null;
        if (value is null || value.bytes.Length != bytes.Length) throw new CheckpointException(path, $"'{section.Name}' has {bytes.Length} bytes, which is not what its type {type} and shape need");
        value.bytes = bytes;
        return value;
    }
}

/// <summary>What a checkpoint holds.</summary>
internal sealed class CheckpointContents
{
    internal Dictionary<string, Tensor> Tensors { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    internal string Metadata { get; init; } = "{}";

    /// <summary>The tensors whose names start with <paramref name="prefix"/>, without it.</summary>
    internal Dictionary<string, Tensor> Under(string prefix) =>
        Tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);
}

internal sealed record Header(int Version, string Metadata, List<Section> Sections);

internal sealed record Section(string Name, string? Type, long[]? Shape, long Offset, long Length);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[System.Text.Json.Serialization.JsonSerializable(typeof(Header))]
[System.Text.Json.Serialization.JsonSerializable(typeof(Cursor))]
[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class CheckpointJson : System.Text.Json.Serialization.JsonSerializerContext;
