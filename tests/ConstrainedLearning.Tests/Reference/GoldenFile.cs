using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>The files under <c>golden</c>, read strictly: a field that is missing, unknown or written twice is an error, so that none is silently left untested.</summary>
internal static class GoldenFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "golden");

    /// <summary>The text of a file.</summary>
    internal static string Text(params string[] path) => File.ReadAllText(Path.Combine([Folder, .. path]));

    /// <summary>The names, without <c>.json</c>, of the files in a folder, in order.</summary>
    internal static IReadOnlyList<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <exception cref="JsonException">The text does not have the fields of <typeparamref name="T"/>.</exception>
    internal static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"null is no {typeof(T).Name}");
}
