using System.Text.Json;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>The entries of an <c>adapter_config.json</c>, which may be hostile: what is read has the right type or is refused by name. null is as if it were not there.</summary>
internal sealed class PeftConfig : IDisposable
{
    private const int Deepest = 16;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Deepest, AllowDuplicateProperties = false };

    private readonly JsonDocument _document;

    private PeftConfig(JsonDocument document) => _document = document;

    internal static PeftConfig Read(string json)
    {
        try
        {
            var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return new PeftConfig(document);
            document.Dispose();
            throw new AdapterStateException("config", "it is no JSON object");
        }
        catch (JsonException e)
        {
            throw new AdapterStateException("config", $"it is not JSON ({e.Message})", e);
        }
    }

    internal JsonElement? Find(string key) => _document.RootElement.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    internal string? Text(string key) => Find(key) is { } value ? Text(key, value) : null;

    internal bool Flag(string key) => Find(key) is { } value && (value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(key, value, "true or false"),
    });

    internal int Integer(string key, int otherwise) => Find(key) is { } value ? Integer(key, value) : otherwise;

    internal long Seed(string key) => Find(key) is not { } value ? 0 : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seed) ? seed : throw Wrong(key, value, "a whole number");

    internal double Number(string key, double otherwise) => Find(key) is { } value ? Number(key, value) : otherwise;

    /// <summary>A text or a list of texts.</summary>
    internal IReadOnlyList<string> Texts(string key) => List(key, JsonValueKind.String, Text);

    /// <summary>A whole number or a list of them.</summary>
    internal IReadOnlyList<int> Integers(string key) => List(key, JsonValueKind.Number, Integer);

    internal IReadOnlyList<KeyValuePair<string, int>> IntegersByPattern(string key) => ByPattern(key, Integer);

    internal IReadOnlyList<KeyValuePair<string, double>> NumbersByPattern(string key) => ByPattern(key, Number);

    /// <summary>Refuses entries that would change what an adapter computes and that nobody reads here.</summary>
    internal void CheckKnown(IReadOnlySet<string> known)
    {
        foreach (var property in _document.RootElement.EnumerateObject())
            if (!known.Contains(property.Name) && !IsNothing(property.Value))
                throw new AdapterStateException(property.Name, $"it is {Shown(property.Value)}, and what that means is not known here: expected null, false or no such entry");
    }

    public void Dispose() => _document.Dispose();

    internal static string Shown(JsonElement value) => ConstrainedLearning.Text.Shown(value.GetRawText());

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };

    private IReadOnlyList<T> List<T>(string key, JsonValueKind single, Func<string, JsonElement, T> read) => Find(key) is not { } value ? []
        : value.ValueKind == single ? [read(key, value)]
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => read(key, item))]
        : throw Wrong(key, value, "a list");

    private IReadOnlyList<KeyValuePair<string, T>> ByPattern<T>(string key, Func<string, JsonElement, T> read) => Find(key) is not { } value ? []
        : value.ValueKind == JsonValueKind.Object ? [.. value.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, read(key, property.Value)))]
        : throw Wrong(key, value, "an object that gives values by pattern");

    private static string Text(string key, JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(key, value, "a text");
        }
        catch (InvalidOperationException e) // an escape for half a character
        {
            throw new AdapterStateException(key, $"it is no text ({e.Message})", e);
        }
    }

    private static int Integer(string key, JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Wrong(key, value, "a whole number");

    private static double Number(string key, JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Wrong(key, value, "a number");

    private static AdapterStateException Wrong(string key, JsonElement value, string expected) => new(key, $"it is {Shown(value)}, expected {expected}");
}
