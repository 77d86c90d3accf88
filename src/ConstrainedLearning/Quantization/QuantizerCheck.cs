using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>Refuses what cannot be quantized.</summary>
internal static class QuantizerCheck
{
    internal static int Bits(int bits, int fewest = 1) =>
        bits >= fewest && bits <= 16 ? bits : throw new ArgumentOutOfRangeException(nameof(bits), bits, $"a quantizer of this kind has {fewest} to 16 bits, and 8 at most where codes are stored in bytes");

    internal static void Values(IQuantizer quantizer, Tensor values)
    {
        if (values.dtype is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16))
            throw new ArgumentException($"{quantizer}: the values are {values.dtype}, expected floating-point numbers; bring them there with values.to(float32)", nameof(values));
        if (quantizer.Bits > 8 && values.dtype is ScalarType.Float16 or ScalarType.BFloat16)
            throw new ArgumentException($"{quantizer}: {values.dtype} holds the codes of at most 8 bits, got {quantizer.Bits}; use Float32", nameof(values));
        if (values.numel() == 0) throw new ArgumentException($"{quantizer}: the values have shape {Text.Shape(values.shape)} and are none, expected at least one", nameof(values));
    }

    internal static void Finite(IQuantizer quantizer, Tensor values)
    {
        Values(quantizer, values);
        using var scope = NewDisposeScope();
        if (!values.detach().isfinite().all().ToBoolean()) throw new ArgumentException($"{quantizer}: a value is NaN or infinite, which has no code; find where it comes from", nameof(values));
    }
}
