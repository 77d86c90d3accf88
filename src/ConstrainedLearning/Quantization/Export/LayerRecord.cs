using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConstrainedLearning.Quantization.Export;

/// <summary>What the metadata says about one layer, in JSON.</summary>
/// <param name="Bits">Of a code of its weight.</param>
/// <param name="Shape">The weight's.</param>
/// <param name="Steps">How many steps of the grid its scale spans: a multiple of 1/2.</param>
/// <param name="Input">The grid of its input; null: the input is not on a grid.</param>
internal sealed record LayerRecord(int Bits, IReadOnlyList<long> Shape, double Steps, InputGrid? Input = null)
{
    private const int MostBits = 8;

    /// <summary>Of weights.</summary>
    internal int Count => (int)Shape.Aggregate(1L, (product, size) => product * size);

    internal string ToJson() => JsonSerializer.Serialize(this, LayerJson.Default.LayerRecord);

    internal static LayerRecord Of(string layer, QuantizedTensor weight, IQuantizer? input)
    {
        foreach (var (bits, what) in new[] { (weight.Bits, "weight"), (input?.Bits ?? 1, "input") })
            if (bits > MostBits) throw new ArgumentException($"layer '{layer}': its {what} has {bits} bits, and what is exported has {MostBits} at most");
        return new LayerRecord(weight.Bits, [.. weight.Codes.shape], weight.Steps, input is null ? null : InputGrid.Of(layer, input));
    }

    /// <exception cref="QuantizedModelException">The text is no record, or one that no layer can have.</exception>
    internal static LayerRecord Parse(string entry, string json)
    {
        LayerRecord? record;
        try
        {
            record = JsonSerializer.Deserialize(json, LayerJson.Default.LayerRecord);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException) // the latter: a grid without its kind
        {
            throw new QuantizedModelException(entry, $"it is not the JSON of a layer ({QuantizedModelException.Shown(e.Message)})", e);
        }
        return record is null ? throw new QuantizedModelException(entry, "it is null, expected the JSON of a layer") : record.Checked(entry);
    }

    private LayerRecord Checked(string entry)
    {
        if (Bits is < 1 or > MostBits) throw new QuantizedModelException(entry, $"bits is {Bits}, expected 1 to {MostBits}");
        if (Input?.Bits is < 1 or > MostBits) throw new QuantizedModelException(entry, $"bits of the input is {Input.Bits}, expected 1 to {MostBits}");
        if (!(Steps > 0 && Steps <= (1 << Bits) - 1 && Steps * 2 % 1 == 0)) throw new QuantizedModelException(entry, $"steps is {Text.Number(Steps)}, expected a multiple of 1/2 up to {(1 << Bits) - 1}");
        if (Shape.Count is < 2 or > 4) throw new QuantizedModelException(entry, $"the shape has {Shape.Count} sizes, expected 2 of a linear layer, 3 or 4 of a convolution");
        var count = 1L;
        foreach (var size in Shape)
        {
            if (size < 1 || size > Array.MaxLength / count) throw new QuantizedModelException(entry, $"the shape is {Text.Shape([.. Shape])}, expected sizes from 1 and at most {Array.MaxLength} weights");
            count *= size;
        }
        return this;
    }
}

/// <summary>Nothing in a record is passed over: what is missing, twice there or unknown is an error.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowOutOfOrderMetadataProperties = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LayerRecord))]
internal sealed partial class LayerJson : JsonSerializerContext;
