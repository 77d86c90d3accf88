namespace ConstrainedLearning.Quantization.Export;

/// <summary>The bytes of a model's parameters and buffers, with the weights of quantized layers as packed codes, scales and zero points, and as the numbers they were. A file's header comes on top.</summary>
/// <param name="QuantizedBytes">As exported.</param>
/// <param name="FloatBytes">As the model has them, 4 bytes a weight where that is Float32.</param>
public sealed record ModelSize(long QuantizedBytes, long FloatBytes)
{
    /// <summary>How many times smaller the exported model is.</summary>
    public double Ratio => (double)FloatBytes / QuantizedBytes;
}
