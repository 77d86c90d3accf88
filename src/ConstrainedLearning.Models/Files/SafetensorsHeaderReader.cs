using System.Text.Json;
using System.Text.Unicode;

namespace ConstrainedLearning.Models.Files;

/// <summary>Reads a header that may be hostile: nothing in it is believed before it is checked against the rest and against the file's length.</summary>
internal sealed class SafetensorsHeaderReader(string path)
{
    /// <summary>libtorch's own limit.</summary>
    private const int MaximumDimensions = 64;

    // The header, a tensor in it, a list in that.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 3, AllowDuplicateProperties = false };

    /// <summary>The header, every one of whose tensors lies within <paramref name="dataLength"/> bytes, end to end with the next.</summary>
    /// <exception cref="SafetensorsException">It does not follow the format.</exception>
    internal SafetensorsHeader Read(ReadOnlyMemory<byte> json, long dataLength)
    {
        if (json.Span is not [(byte)'{', ..]) throw Problem("its header does not start with '{': it is not in the safetensors format, or damaged");
        if (!Utf8.IsValid(json.Span)) throw Problem("its header is not UTF-8: the file is damaged");
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var metadata = document.RootElement.TryGetProperty(SafetensorsHeader.MetadataKey, out var map) ? ReadMetadata(map) : [];
            var entries = document.RootElement.EnumerateObject().Where(property => !property.NameEquals(SafetensorsHeader.MetadataKey)).Select(property => ReadEntry(property.Name, property.Value));
            var header = new SafetensorsHeader([.. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)], metadata);
            CheckLayout(header.Entries, dataLength);
            return header;
        }
        // An escape for half a character is well-formed JSON, and no text: that is the InvalidOperationException.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SafetensorsException(path, $"its header is not the JSON of the format ({e.Message})", e);
        }
    }

    private Dictionary<string, string> ReadMetadata(JsonElement map)
    {
        if (map.ValueKind != JsonValueKind.Object) throw Problem($"its {SafetensorsHeader.MetadataKey} is {Found(map)}, expected an object of texts");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in map.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String) throw Problem($"'{Shown.Text(property.Name)}' in its {SafetensorsHeader.MetadataKey} is {Found(property.Value)}, expected a text");
            metadata.Add(property.Name, property.Value.GetString()!);
        }
        return metadata;
    }

    private SafetensorsEntry ReadEntry(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Problem(name, $"is described by {Found(value)}, expected an object with dtype, shape and data_offsets");
        foreach (var property in value.EnumerateObject())
            if (property.Name is not ("dtype" or "shape" or "data_offsets")) throw Problem(name, $"is described by '{Shown.Text(property.Name)}', expected dtype, shape and data_offsets only");
        var type = ReadType(name, Member(name, value, "dtype"));
        var shape = ReadNumbers(name, "shape", Member(name, value, "shape"));
        var offsets = ReadNumbers(name, "data_offsets", Member(name, value, "data_offsets"));
        if (offsets is not [var begin, var end]) throw Problem(name, $"has {offsets.Length} data_offsets, expected 2: its first byte and the one after its last");
        if (begin > end) throw Problem(name, $"ends at byte {end}, before its first, {begin}");
        var length = ByteLength(name, shape, type.Size);
        if (end - begin != length) throw Problem(name, $"has {Shown.Count(end - begin)} bytes in the file, its type {type.Name} and shape {Shown.Shape(shape)} need {Shown.Count(length)}");
        return new SafetensorsEntry(name, type.Type, Array.AsReadOnly(shape), length) { Begin = begin };
    }

    private ElementType ReadType(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) throw Problem(name, $"has the dtype {Found(value)}, expected a text");
        return ElementType.Find(value.GetString()!)
            ?? throw Problem(name, $"is of type '{Shown.Text(value.GetString()!)}', which there are no tensors for here: convert it, where the file was made, to one of {ElementType.Names}");
    }

    private long[] ReadNumbers(string name, string key, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array) throw Problem(name, $"has the {key} {Found(list)}, expected a list of whole numbers");
        if (list.GetArrayLength() > MaximumDimensions) throw Problem(name, $"has a {key} of {Shown.Count(list.GetArrayLength())} numbers, expected at most {MaximumDimensions}");
        return [.. list.EnumerateArray().Select(Number)];

        long Number(JsonElement item) => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0
            ? number
            : throw Problem(name, $"has {Found(item)} in its {key}, expected a whole number from 0 to 2^63 - 1");
    }

    /// <summary>An empty dimension does not excuse the others: libtorch multiplies them all for its strides.</summary>
    private long ByteLength(string name, long[] shape, int elementSize)
    {
        try
        {
            var most = shape.Aggregate((long)elementSize, (product, size) => checked(product * Math.Max(1, size)));
            return shape.Contains(0) ? 0 : most;
        }
        catch (OverflowException e)
        {
            throw new SafetensorsException(path, $"tensor '{Shown.Text(name)}' has the shape {Shown.Shape(shape)}, of more than 2^63 - 1 bytes", e);
        }
    }

    private void CheckLayout(IReadOnlyList<SafetensorsEntry> entries, long dataLength)
    {
        var end = 0L;
        for (var i = 0; i < entries.Count; end = entries[i++].End)
        {
            if (entries[i].Begin > end) throw Problem(entries[i].Name, $"starts at byte {entries[i].Begin}, the tensors before it end at {end}: bytes that belong to no tensor are not allowed");
            if (entries[i].Begin < end) throw Problem(entries[i].Name, $"starts at byte {entries[i].Begin}, within '{Shown.Text(entries[i - 1].Name)}', which ends at {end}: tensors may not overlap");
        }
        if (end > dataLength) throw Problem($"it was cut short: its tensors need {Shown.Count(end)} bytes after the header, there are {Shown.Count(dataLength)}; get the file again");
        if (end < dataLength) throw Problem($"its tensors end after {Shown.Count(end)} bytes, and {Shown.Count(dataLength - end)} more follow that belong to none");
    }

    private JsonElement Member(string name, JsonElement value, string key) => value.TryGetProperty(key, out var member) ? member : throw Problem(name, $"has no {key}");

    private static string Found(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? $"an {value.ValueKind}".ToLowerInvariant() : Shown.Text(value.GetRawText());

    private SafetensorsException Problem(string name, string problem) => Problem($"tensor '{Shown.Text(name)}' {problem}");

    private SafetensorsException Problem(string problem) => new(path, problem);
}
