using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>A map of real numbers to one of at most 2^b values: h(v), which the numbers are in full precision (clipped to a range, or normalised), rounded to an affine grid.</summary>
/// <remarks>
/// Values are Float32 or Float64 of any shape but empty ones; Float16 and BFloat16 up to 8 bits. All rounding is to the nearest, ties to even. NaN stays NaN, in everything that shares a range with it.
/// Results are new, in the caller's dispose scope, of the values' shape and type, and nothing waits for the device (but <see cref="Encode"/>).
/// </remarks>
public interface IQuantizer
{
    /// <summary>b: a value is one of at most 2^b.</summary>
    int Bits { get; }

    /// <summary>h(v): what <see cref="Quantize"/> rounds, with gradient. A requirement on the error of rounding compares these two.</summary>
    /// <exception cref="ArgumentException">Values that cannot be quantized: empty, not floating-point, or of fewer digits than the grid.</exception>
    Tensor HighPrecision(Tensor values);

    /// <summary>Q(v): h(v) rounded, a constant for the gradient.</summary>
    /// <exception cref="ArgumentException">As <see cref="HighPrecision"/>.</exception>
    Tensor Quantize(Tensor values);

    /// <summary>The numbers of <see cref="Quantize"/> with the gradient of rounding replaced by 1, dQ/dh = 1: for methods that train through the rounding.</summary>
    /// <exception cref="ArgumentException">As <see cref="HighPrecision"/>.</exception>
    Tensor StraightThrough(Tensor values);

    /// <summary>The whole numbers that Q(v) is stored as. Waits for the device.</summary>
    /// <returns>Its tensors are new, in the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">As <see cref="HighPrecision"/>, or a value is NaN or infinite.</exception>
    QuantizedTensor Encode(Tensor values);
}
