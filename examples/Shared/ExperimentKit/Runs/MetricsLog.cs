using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExperimentKit.Runs;

/// <summary>One line of metrics.jsonl.</summary>
public sealed record MetricsLine
{
    /// <summary>step (while an epoch runs) or epoch (at its end).</summary>
    public required string Event { get; init; }

    /// <summary>Steps taken in all.</summary>
    public required long Step { get; init; }

    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The last step's loss, or the epoch's mean.</summary>
    public required double Loss { get; init; }

    /// <summary>The primal learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The largest g - eps - u of the step.</summary>
    public double? LargestExcess { get; init; }

    /// <summary>Whose it is.</summary>
    public string? LargestExcessOf { get; init; }

    /// <summary>The largest multiplier.</summary>
    public double? LargestMultiplier { get; init; }

    /// <summary>The mean multiplier.</summary>
    public double? MeanMultiplier { get; init; }

    /// <summary>Seconds spent in steps so far.</summary>
    public double? Seconds { get; init; }

    /// <summary>What the validation gave.</summary>
    public IReadOnlyDictionary<string, double>? Metrics { get; init; }

    /// <summary>All multipliers, by constraint.</summary>
    public IReadOnlyDictionary<string, double[]>? Multipliers { get; init; }

    /// <summary>All slacks, by constraint.</summary>
    public IReadOnlyDictionary<string, double[]>? Slacks { get; init; }

    /// <summary>The epoch's mean of each constraint's values.</summary>
    public IReadOnlyDictionary<string, double[]>? Values { get; init; }
}

/// <summary>Appends to metrics.jsonl; each line is on the disk before the next is written.</summary>
public sealed class MetricsLog : IDisposable
{
    private readonly StreamWriter _writer;

    /// <summary>Opens the log of a run. Lines after <paramref name="step"/> are from work that a resumed run does again, and are left out.</summary>
    public MetricsLog(RunFolder folder, long step)
    {
        if (File.Exists(folder.Metrics))
            AtomicFile.WriteText(folder.Metrics, string.Concat(Lines(folder.Metrics).TakeWhile(line => line.Step <= step).Select(line => line.Text + "\n")));
        _writer = new StreamWriter(folder.Metrics, append: true) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>Appends a line.</summary>
    public void Write(MetricsLine line) => _writer.WriteLine(JsonSerializer.Serialize(line, MetricsJson.Default.MetricsLine));

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    /// <summary>The lines of a log with their steps, up to the first that a crash left unfinished.</summary>
    private static IEnumerable<(long Step, string Text)> Lines(string path)
    {
        foreach (var text in File.ReadLines(path).ToList())
        {
            MetricsLine? line;
            try
            {
                line = JsonSerializer.Deserialize(text, MetricsJson.Default.MetricsLine);
            }
            catch (JsonException)
            {
                yield break;
            }
            if (line is not null) yield return (line.Step, text);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(NonFiniteAsNull)])]
[JsonSerializable(typeof(MetricsLine))]
internal sealed partial class MetricsJson : JsonSerializerContext;
