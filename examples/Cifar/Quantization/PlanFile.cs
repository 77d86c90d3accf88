using System.Text.Json;
using ConstrainedLearning.Models;
using ConstrainedLearning.Quantization.Budgets;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;

namespace Cifar.Quantization;

/// <summary>The bits of each layer as a file: a JSON object of names and whole numbers.</summary>
internal static class PlanFile
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>What a budget gave out.</summary>
    internal static IReadOnlyDictionary<string, int> Of(BitAllocation bits) => bits.Costs.Zip(bits.Bits).ToDictionary(pair => pair.First.Layer, pair => pair.Second);

    /// <summary>Reads a plan for these layers; one that is not named keeps full precision.</summary>
    /// <exception cref="UsageException">No such file, no plan, or a layer that the model does not have.</exception>
    internal static IReadOnlyDictionary<string, int> Read(string path, IReadOnlyList<string> layers)
    {
        Dictionary<string, int> plan;
        try
        {
            plan = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(path)) ?? throw new UsageException($"{path}: expected a JSON object of layers and bits");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"there is no plan {path}", e);
        }
        catch (JsonException e)
        {
            throw new UsageException($"{path}: expected a JSON object of layers and bits, as {{ \"blocks.0.conv0\": 8 }} ({e.Message.Split(" Path")[0].TrimEnd('.')})", e);
        }
        foreach (var (name, bits) in plan)
        {
            if (!layers.Contains(name)) throw new UsageException($"{path}: there is no layer \"{name}\"{NearestName.Hint(name, layers)}");
            if (bits is not (>= 1 and <= 8 or Grids.Full)) throw new UsageException($"{path}: \"{name}\" has {bits} bits, expected 1 to 8, or 32 for full precision");
        }
        return layers.ToDictionary(name => name, name => plan.GetValueOrDefault(name, Grids.Full));
    }

    /// <summary>Writes one.</summary>
    internal static void Write(string path, IReadOnlyDictionary<string, int> plan) => AtomicFile.WriteText(path, JsonSerializer.Serialize(plan, _indented) + "\n");
}
