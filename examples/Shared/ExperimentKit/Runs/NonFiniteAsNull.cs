using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExperimentKit.Runs;

/// <summary>Numbers for files that every JSON reader accepts: NaN and infinities are written as null, and null is read as NaN.</summary>
public sealed class NonFiniteAsNull : JsonConverter<double>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}
