using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConstrainedLearning.Models.Files;

/// <summary>The JSON at the start of a safetensors file: the tensors in the order of their bytes, and a map from text to text.</summary>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The most bytes that a header may have; the reference implementation's limit.</summary>
    internal const int MaximumLength = 100_000_000;

    /// <summary>The key that is no tensor's name.</summary>
    internal const string MetadataKey = "__metadata__";

    private const int Alignment = 8;

    /// <summary>As the format wants it in a file, filled with spaces so that the tensors behind it are aligned.</summary>
    internal byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        // Only what JSON must escape is escaped: the text goes into a file, not into a page.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (Metadata.Count > 0) WriteMetadata(json);
            foreach (var entry in Entries) WriteEntry(json, entry);
            json.WriteEndObject();
        }
        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        json.WriteStartObject(MetadataKey);
        foreach (var (key, value) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsEntry entry)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", ElementType.Find(entry.Type)!.Name);
        WriteNumbers(json, "shape", entry.Shape);
        WriteNumbers(json, "data_offsets", [entry.Begin, entry.End]);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
