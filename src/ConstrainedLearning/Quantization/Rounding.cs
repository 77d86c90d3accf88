using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>The ways to use a quantizer that is given by its h, with gradient, and by the places on its grid.</summary>
internal static class Rounding
{
    internal static Tensor HighPrecision(IQuantizer quantizer, Tensor values, Func<Tensor, Tensor> smooth)
    {
        QuantizerCheck.Values(quantizer, values);
        using var scope = NewDisposeScope();
        return smooth(values).MoveToOuterDisposeScope();
    }

    internal static Tensor Quantize(IQuantizer quantizer, Tensor values, Func<Tensor, GridPlaces> place)
    {
        QuantizerCheck.Values(quantizer, values);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return place(values).Values().MoveToOuterDisposeScope();
    }

    internal static Tensor StraightThrough(IQuantizer quantizer, Tensor values, Func<Tensor, Tensor> smooth, Func<Tensor, GridPlaces> place)
    {
        using var scope = NewDisposeScope();
        return WithGradientOf(smooth(values), Quantize(quantizer, values, place)).MoveToOuterDisposeScope();
    }

    internal static QuantizedTensor Encode(IQuantizer quantizer, Tensor values, Func<Tensor, GridPlaces> place)
    {
        QuantizerCheck.Finite(quantizer, values);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return place(values).Encode(quantizer.Bits).MoveToOuterDisposeScope();
    }

    /// <summary>The numbers of one tensor, exactly, with the gradient of another.</summary>
    internal static Tensor WithGradientOf(Tensor smooth, Tensor numbers) => smooth.requires_grad ? (smooth - smooth.detach()).add_(numbers) : numbers;

    /// <summary>A scale to divide by: of zeros alone it is 1, and they stay zeros.</summary>
    internal static Tensor Nonzero(Tensor scale) => scale.masked_fill(scale.eq(0), 1);

    /// <summary>A number that takes part in arithmetic with the values without a copy to their device.</summary>
    internal static Tensor Constant(double number, Tensor values) => tensor(number, values.dtype);
}
