using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ExperimentKit.Runs;

/// <summary>Small records as JSON files.</summary>
public static class JsonFile
{
    /// <summary>Writes a record, whole or not at all.</summary>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type) => AtomicFile.WriteText(path, JsonSerializer.Serialize(value, type) + "\n");

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">The file does not hold one; the message names the file.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), type) ?? throw new InvalidDataException($"{path} is damaged: it holds nothing");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is damaged ({e.Message.Split(" Path:")[0].TrimEnd('.')})", e);
        }
    }
}
