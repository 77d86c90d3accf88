using System.Text.Json;

namespace ConstrainedLearning.Models.Files;

/// <summary>The index of a checkpoint in several files: <c>{"weight_map": {tensor: file}}</c>, and what else its writer noted.</summary>
internal static class SafetensorsIndex
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Which tensor is in which file: names of files in the index's own folder.</summary>
    internal static Dictionary<string, string> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(Bytes(path), Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
                throw new SafetensorsException(path, "it has no weight_map, expected an object that gives every tensor's file");
            return map.EnumerateObject().ToDictionary(property => property.Name, property => FileName(path, property), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SafetensorsException(path, $"it is not the JSON of an index ({e.Message})", e);
        }
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            if (new FileInfo(path).Length > SafetensorsHeader.MaximumLength) throw new SafetensorsException(path, $"it is longer than an index may be, {Shown.Count(SafetensorsHeader.MaximumLength)} bytes");
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException e)
        {
            throw new SafetensorsException(path, "there is no such file or folder", e);
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not SafetensorsException)
        {
            throw new SafetensorsException(path, $"it cannot be read ({e.Message})", e);
        }
    }

    /// <summary>On no system may the name lead elsewhere.</summary>
    private static string FileName(string path, JsonProperty property)
    {
        var name = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : throw new SafetensorsException(path, $"the file of tensor '{Shown.Text(property.Name)}' is no text");
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny("/\\:\0"))
            throw new SafetensorsException(path, $"tensor '{Shown.Text(property.Name)}' should be in '{Shown.Text(name)}', expected the plain name of a file in the index's own folder");
        return name;
    }
}
