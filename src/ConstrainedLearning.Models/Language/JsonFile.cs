using System.Text.Json;
using ConstrainedLearning.Models.Files;

namespace ConstrainedLearning.Models.Language;

/// <summary>A file of JSON that may be hostile: an object at the top, no name twice, values of the kind that is asked for.</summary>
internal sealed class JsonFile : IDisposable
{
    private const long Longest = 100_000_000;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private readonly JsonDocument _document;

    private JsonFile(string path, JsonDocument document) => (Path, _document) = (path, document);

    public string Path { get; }

    public JsonElement Root => _document.RootElement;

    /// <summary>Parses a file; the caller disposes it.</summary>
    /// <exception cref="PretrainedFileException">It is absent, too long, or no JSON object.</exception>
    public static JsonFile Open(string path)
    {
        try
        {
            var document = JsonDocument.Parse(Bytes(path), Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return new JsonFile(path, document);
            using (document) throw new PretrainedFileException(path, $"it holds {Found(document.RootElement)}, expected an object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new PretrainedFileException(path, $"it is not JSON ({e.Message})", e);
        }
    }

    /// <summary>The bytes of a file that no honest one exceeds.</summary>
    public static byte[] Bytes(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= Longest ? File.ReadAllBytes(path) : throw new PretrainedFileException(path, $"it has {Shown.Count(length)} bytes, expected at most {Shown.Count(Longest)}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PretrainedFileException(path, "there is no such file", e);
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not PretrainedFileException)
        {
            throw new PretrainedFileException(path, $"it cannot be read ({e.Message})", e);
        }
    }

    /// <summary>What is there, for a message.</summary>
    public static string Found(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? $"an {value.ValueKind}".ToLowerInvariant() : Shown.Text(value.GetRawText());

    /// <summary>A member of an object that is neither absent nor null.</summary>
    public static bool Has(JsonElement parent, string key, out JsonElement value)
    {
        if (parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(key, out value) && value.ValueKind != JsonValueKind.Null) return true;
        value = default;
        return false;
    }

    public int Integer(JsonElement parent, string key, int? missing = null, int least = 1)
    {
        if (!Has(parent, key, out var value)) return missing ?? throw Problem($"it has no {key}");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least ? number
            : throw Problem($"{key} is {Found(value)}, expected a whole number from {least} to {int.MaxValue}");
    }

    public double Number(JsonElement parent, string key, double? missing = null)
    {
        if (!Has(parent, key, out var value)) return missing ?? throw Problem($"it has no {key}");
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number > 0 ? number
            : throw Problem($"{key} is {Found(value)}, expected a number more than 0");
    }

    public bool Flag(JsonElement parent, string key, bool missing)
    {
        if (!Has(parent, key, out var value)) return missing;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Problem($"{key} is {Found(value)}, expected true or false");
    }

    public string Text(JsonElement parent, string key, string? missing = null)
    {
        if (!Has(parent, key, out var value)) return missing ?? throw Problem($"it has no {key}");
        return AsText(value, key);
    }

    /// <summary>A text, as which an escape for half a character does not count.</summary>
    public string AsText(JsonElement value, string what)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Problem($"{what} is {Found(value)}, expected a text");
        }
        catch (InvalidOperationException e)
        {
            throw new PretrainedFileException(Path, $"{what} is no text ({e.Message})", e);
        }
    }

    public JsonElement Object(JsonElement parent, string key) =>
        !Has(parent, key, out var value) ? throw Problem($"it has no {key}") : value.ValueKind == JsonValueKind.Object ? value : throw Problem($"{key} is {Found(value)}, expected an object");

    /// <summary>The items of a list; none where it is absent.</summary>
    public IEnumerable<JsonElement> Items(JsonElement parent, string key)
    {
        if (!Has(parent, key, out var value)) return [];
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Problem($"{key} is {Found(value)}, expected a list");
    }

    public PretrainedFileException Problem(string problem) => new(Path, problem);

    public void Dispose() => _document.Dispose();
}
