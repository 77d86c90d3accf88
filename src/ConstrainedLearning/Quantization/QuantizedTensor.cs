using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>Numbers as they are stored in low precision: value = scale (code - zero point) / steps, one step of the grid being scale / steps.</summary>
/// <remarks>Its tensors belong to the dispose scope they were made in, or to whoever disposes this.</remarks>
public sealed class QuantizedTensor : IDisposable
{
    internal QuantizedTensor(int bits, Tensor codes, Tensor scale, Tensor zeroPoint, double steps) => (Bits, Codes, Scale, ZeroPoint, Steps) = (bits, codes, scale, zeroPoint, steps);

    /// <summary>Of a code.</summary>
    public int Bits { get; }

    /// <summary>Whole numbers in the values' shape: Byte where they start at 0, Int8 where they are of both signs, Int32 above 8 bits. Borrowed.</summary>
    public Tensor Codes { get; }

    /// <summary>What <see cref="Steps"/> codes above the zero point stand for: a scalar, or one for each channel with the other dimensions 1. Borrowed.</summary>
    public Tensor Scale { get; }

    /// <summary>The code of 0, shaped as the scale: a whole number, but (2^b - 1) / 2 where a grid is symmetric and 0 between two of its points. Borrowed.</summary>
    public Tensor ZeroPoint { get; }

    /// <summary>How many steps of the grid the scale spans: a multiple of 1/2.</summary>
    public double Steps { get; }

    /// <summary>The numbers that the quantizer's <see cref="IQuantizer.Quantize"/> gives of the same values on the same device, exactly. New, in the caller's dispose scope.</summary>
    public Tensor Dequantize()
    {
        using var scope = NewDisposeScope();
        return new GridPlaces(Codes.to(Scale.dtype), Steps, Scale, ZeroPoint).Values().MoveToOuterDisposeScope();
    }

    /// <summary>Hands the tensors to the scope that encloses their own.</summary>
    public QuantizedTensor MoveToOuterDisposeScope()
    {
        foreach (var tensor in new[] { Codes, Scale, ZeroPoint }) tensor.MoveToOuterDisposeScope();
        return this;
    }

    /// <summary>Frees the tensors of any scope; the caller disposes.</summary>
    public QuantizedTensor DetachFromDisposeScope()
    {
        foreach (var tensor in new[] { Codes, Scale, ZeroPoint }) tensor.DetachFromDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in new[] { Codes, Scale, ZeroPoint }) tensor.Dispose();
    }
}
