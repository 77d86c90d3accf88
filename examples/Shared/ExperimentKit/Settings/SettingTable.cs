using System.Text.Json;
using System.Text.Json.Nodes;
using ConstrainedLearning.Models;
using ExperimentKit.CommandLine;

namespace ExperimentKit.Settings;

/// <summary>All settings of a program. Values come in layers, each over the one before: defaults, configuration file, flags.</summary>
/// <typeparam name="T">The options record.</typeparam>
public sealed class SettingTable<T>(T defaults, IReadOnlyList<Setting<T>> settings)
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>The settings, for options that hold these.</summary>
    public IReadOnlyList<Setting<T>> Settings => settings;

    /// <summary>The settings as flags for a help text, with their defaults.</summary>
    public IReadOnlyList<Flag> Flags { get; } = [.. settings.Select(setting => setting.Flag with { Default = setting.Flag.Default ?? setting.Get(defaults)?.ToString() })];

    /// <summary>The options with what the user gave on the command line.</summary>
    public T WithFlags(T options, GivenFlags given) =>
        settings.Where(setting => given[setting.Name] is not null).Aggregate(options, (so, setting) => setting.Set(so, given[setting.Name]!));

    /// <summary>The options with what a configuration file says; a null in it leaves a setting as it is.</summary>
    /// <param name="options">What the file's values go over.</param>
    /// <param name="path">The file: one JSON object whose keys are the settings' names.</param>
    /// <exception cref="UsageException">No such file, no JSON object, an unknown key or a value that does not fit.</exception>
    public T WithFile(T options, string path)
    {
        foreach (var (name, value) in ReadObject(path))
        {
            var setting = settings.FirstOrDefault(setting => setting.Name == name)
                ?? throw new UsageException($"{path}: there is no setting \"{name}\"{NearestName.Hint(name, [.. settings.Select(setting => setting.Name)])}");
            if (value is JsonObject or JsonArray) throw new UsageException($"{path}: \"{name}\" is a list or an object, expected one value");
            if (value is null) continue;
            try
            {
                options = setting.Set(options, value.ToString());
            }
            catch (UsageException e)
            {
                throw new UsageException($"{path}: {e.Message.Replace($"--{name} is", $"\"{name}\" is", StringComparison.Ordinal)}", e);
            }
        }
        return options;
    }

    /// <summary>All settings as JSON text, one a line.</summary>
    public string ToJson(T options) =>
        new JsonObject(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Get(options)))).ToJsonString(_indented) + "\n";

    /// <summary>The first setting on which two options differ, as text: name and both values; null when they agree.</summary>
    public (string Name, string One, string Other)? Difference(T one, T other)
    {
        foreach (var setting in settings)
        {
            var (first, second) = (Shown(setting.Get(one)), Shown(setting.Get(other)));
            if (first != second) return (setting.Name, first, second);
        }
        return null;
    }

    private static string Shown(JsonNode? value) => value?.ToJsonString() ?? "nothing";

    private static JsonObject ReadObject(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject
                ?? throw new UsageException($"{path}: expected one JSON object of settings");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"there is no configuration file {path}", e);
        }
        catch (JsonException e)
        {
            throw new UsageException($"{path}: not JSON ({e.Message.Split(" LineNumber")[0].TrimEnd('.')}, line {e.LineNumber + 1})", e);
        }
    }
}
