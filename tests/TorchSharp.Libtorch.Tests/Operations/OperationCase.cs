using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

/// <summary>What PyTorch answered for one operation: see <c>golden/operations.py</c>.</summary>
internal sealed class OperationCase(JsonElement json)
{
    internal static Dictionary<string, OperationCase> All { get; } = Read();

    internal long[] Shape { get; } = [.. json.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64())];

    internal string Dtype { get; } = json.GetProperty("dtype").GetString()!;

    internal double[] Values { get; } = Numbers(json.GetProperty("values"));

    /// <summary>The gradient by each floating-point input, null where there is none; null when the output has none.</summary>
    internal double[]?[]? Gradients { get; } = json.TryGetProperty("gradients", out var all)
        ? [.. all.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Null ? null : Numbers(one))]
        : null;

    /// <summary>Draws the inputs from the seed, as the script does.</summary>
    internal Tensor[] Inputs()
    {
        manual_seed(1);
        return [.. json.GetProperty("inputs").GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Draw)];
    }

    private static Tensor Draw(string code)
    {
        long[] shape = [.. code[1..].Select(digit => (long)(digit - '0'))];
        switch (code[0])
        {
            case 'i':
                return randint(0, 5, shape);
            case 'n':
                return randn(shape, float64);
            case 'b':
                return randn(shape, float64) > 0;
            case 's':
                var factor = randn(shape, float64);
                return factor.matmul(factor.T) + eye(shape[0], dtype: float64);
        }
        var uniform = rand(shape, float64);
        return code[0] switch
        {
            'p' => uniform + 0.5,
            'u' => uniform * 0.9 + 0.05,
            'g' => uniform + 1.1,
            _ => throw new ArgumentException($"input code '{code}'"),
        };
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(Number)];

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => double.NaN,
        JsonValueKind.String => value.GetString() == "inf" ? double.PositiveInfinity : double.NegativeInfinity,
        _ => double.Parse(value.GetRawText(), CultureInfo.InvariantCulture),
    };

    private static Dictionary<string, OperationCase> Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "golden", "operations.json"));
        return JsonDocument.Parse(file).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => new OperationCase(p.Value));
    }
}
