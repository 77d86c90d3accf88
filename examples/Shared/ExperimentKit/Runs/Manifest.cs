using System.Text.Json.Serialization;

namespace ExperimentKit.Runs;

/// <summary>What ran, on what, when: enough to run it again and to trust what it says.</summary>
public sealed record Manifest
{
    /// <summary>The program's version, with the commit where the build knew it.</summary>
    public required string Version { get; init; }

    /// <summary>What the user typed; after a resume, all command lines in order.</summary>
    public required IReadOnlyList<string> CommandLines { get; init; }

    /// <summary>running, completed, cancelled, non-finite or failed.</summary>
    public required string Status { get; init; }

    /// <summary>The status as a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>The seed of initial weights, data order and noise.</summary>
    public required long Seed { get; init; }

    /// <summary>The machine.</summary>
    public required MachineFacts Machine { get; init; }

    /// <summary>What was read.</summary>
    public required IReadOnlyList<DataFacts> Data { get; init; }

    /// <summary>When the run first started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last stopped; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Writes it into the run's folder.</summary>
    public void Write(RunFolder folder) => JsonFile.Write(folder.Manifest, this, ManifestJson.Default.Manifest);

    /// <summary>Reads the one in a folder; null where there is none.</summary>
    public static Manifest? Read(RunFolder folder) => File.Exists(folder.Manifest) ? JsonFile.Read(folder.Manifest, ManifestJson.Default.Manifest) : null;
}

/// <summary>The machine that a run used.</summary>
/// <param name="Device">cpu or cuda.</param>
/// <param name="Libtorch">libtorch's version.</param>
/// <param name="Threads">Threads of one operation.</param>
/// <param name="ThreadsChosenBy">user, or default (the physical cores, at most 4).</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="System">The operating system and processor.</param>
public sealed record MachineFacts(string Device, string Libtorch, int Threads, string ThreadsChosenBy, string Runtime, string System);

/// <summary>One input.</summary>
/// <param name="Name">What the user called it.</param>
/// <param name="Sha256">Hash of its contents, decompressed.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Names of the channels.</param>
public sealed record DataFacts(string Name, string Sha256, int Rows, IReadOnlyList<string> Columns);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
