using System.Buffers.Binary;
using System.Text;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Files;

/// <summary>Writes a safetensors file: see <see cref="SafetensorsFile.Write"/>.</summary>
internal static class SafetensorsWriter
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Comparer<byte[]> Bytewise = Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

    internal static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (key, value) in metadata) _ = (Checked(key), Checked(value));
        // By code point, as the reference sorts: String's ordinal order is another beyond the first 65,536 characters.
        var ordered = tensors.Select(pair => (Pair: pair, Name: Checked(pair.Key))).OrderBy(item => ElementType.Order(item.Pair.Value.dtype)).ThenBy(item => item.Name, Bytewise).Select(item => item.Pair).ToList();
        var header = new SafetensorsHeader(Entries(ordered), metadata).ToJson();
        if (header.Length > SafetensorsHeader.MaximumLength) throw new ArgumentException($"the names, shapes and metadata take {header.Length} bytes, a safetensors file has at most {SafetensorsHeader.MaximumLength} of them: shorten the metadata or write several files", nameof(tensors));

        var beside = path + ".writing";
        var file = File.Create(beside);
        try
        {
            using (file) Write(file, header, ordered.Select(pair => pair.Value));
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private static void Write(FileStream file, byte[] header, IEnumerable<Tensor> tensors)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Write(length);
        file.Write(header);
        foreach (var tensor in tensors)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            TensorMemory.ForEachPiece(tensor.detach().cpu().contiguous(), (piece, _) => file.Write(piece));
        }
        file.Flush(flushToDisk: true);
    }

    private static List<SafetensorsEntry> Entries(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var (entries, names, end) = (new List<SafetensorsEntry>(), new HashSet<string>(StringComparer.Ordinal), 0L);
        foreach (var (name, tensor) in tensors)
        {
            if (name == SafetensorsHeader.MetadataKey) throw new ArgumentException($"a tensor is called '{name}', which is the format's name for the metadata: call it something else", nameof(tensors));
            if (!names.Add(name)) throw new ArgumentException($"two tensors are called '{name}': a name is there once", nameof(tensors));
            var type = ElementType.Find(tensor.dtype) ?? throw new ArgumentException($"tensor '{name}' is of type {tensor.dtype}, expected one of {string.Join(", ", ElementType.All.Select(known => known.Type))}", nameof(tensors));
            entries.Add(new SafetensorsEntry(name, type.Type, tensor.shape, tensor.NumberOfElements * type.Size) { Begin = end });
            end = entries[^1].End;
        }
        return entries;
    }

    /// <summary>The UTF-8 of a text.</summary>
    private static byte[] Checked(string text)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"'{Shown.Text(text)}' holds half a character (a lone surrogate), which no file can hold: names and metadata are whole Unicode text", e);
        }
    }
}
