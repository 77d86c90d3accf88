using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>mean x^2 with its gradient, in one pass through memory each: squaring and its derivative make eight.</summary>
/// <remarks>Has no second derivative.</remarks>
internal static class MeanSquare
{
    /// <param name="values">Of any shape and layout in memory; of lower precision than Float32 they are squared and summed in Float32.</param>
    internal static Tensor Of(Tensor values)
    {
        using var scope = NewDisposeScope();
        var numbers = InOrderOfMemory(values).flatten();
        if (numbers.dtype is ScalarType.Float16 or ScalarType.BFloat16) numbers = numbers.to(ScalarType.Float32);
        // Its gradient is x, half of what it has to be; that of a product with itself is made of two equal tensors.
        var sum = numbers.dot(numbers.detach());
        return ((2 * sum - sum.detach()) / numbers.numel()).MoveToOuterDisposeScope();
    }

    // With channels last a view too.
    private static Tensor InOrderOfMemory(Tensor values) => values.Dimensions == 4 && values.stride(1) == 1 ? values.permute(0, 2, 3, 1) : values;
}
