using System.Text.Json;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

/// <summary>What PyTorch draws and promotes: see <c>golden/sequences.py</c>.</summary>
internal static class SequenceGolden
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "sequences.json"))).RootElement;

    internal static double[] Sample(string sampler) => [.. Root.GetProperty("samples").GetProperty(sampler).EnumerateArray().Select(n => n.GetDouble())];

    internal static IEnumerable<(ScalarType[] Inputs, ScalarType Result)> Promotions(string operation) =>
        Root.GetProperty(operation).EnumerateObject().Select(p => (p.Name.Split(' ').Select(TypeOf).ToArray(), TypeOf(p.Value.GetString()!)));

    private static ScalarType TypeOf(string name) => name switch
    {
        "uint8" => ScalarType.Byte,
        "complex64" => ScalarType.ComplexFloat32,
        "complex128" => ScalarType.ComplexFloat64,
        _ => Enum.Parse<ScalarType>(name, ignoreCase: true),
    };
}
