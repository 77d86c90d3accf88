using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>Points of a grid: scale (code - zero point) / steps. No scale is 1, no zero point 0.</summary>
/// <remarks>The division comes first, so that the ends of a range are exact: a code that is all steps from the zero point is the scale itself.</remarks>
/// <param name="Codes">Whole numbers, of the values' type.</param>
/// <param name="Steps">How many steps the scale spans: whole, or whole and a half.</param>
/// <param name="Scale">Broadcasts against the codes.</param>
/// <param name="ZeroPoint">Broadcasts against the codes.</param>
internal readonly record struct GridPlaces(Tensor Codes, double Steps, Tensor? Scale = null, Tensor? ZeroPoint = null)
{
    /// <summary>Whether codes go below 0.</summary>
    internal bool IsSigned { get; init; }

    /// <summary>The points, written over the codes.</summary>
    internal Tensor Values()
    {
        var values = Codes;
        if (ZeroPoint is not null) values.sub_(ZeroPoint);
        if (Steps != 1) values.div_(Steps);
        return Scale is null ? values : values.mul_(Scale);
    }

    internal QuantizedTensor Encode(int bits)
    {
        var type = (bits, IsSigned) switch { ( > 8, _) => ScalarType.Int32, (_, true) => ScalarType.Int8, _ => ScalarType.Byte };
        return new(bits, Codes.to(type), Owned(Scale, 1), Owned(ZeroPoint, 0), Steps);
    }

    // A scale may be a learned parameter, whose numbers go on changing.
    private Tensor Owned(Tensor? numbers, double otherwise) =>
        numbers is null ? tensor(otherwise, Codes.dtype, Codes.device) : numbers.detach().to(Codes.dtype).to(Codes.device).clone();
}
