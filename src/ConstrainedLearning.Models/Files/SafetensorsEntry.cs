using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Files;

/// <summary>What a safetensors file says about one tensor.</summary>
/// <param name="Name">Its name: any text.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes; empty for a scalar.</param>
/// <param name="ByteLength">The bytes that its elements take, in the file and in memory.</param>
public sealed record SafetensorsEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long ByteLength)
{
    /// <summary>Where its bytes start, counted from the end of the header.</summary>
    internal long Begin { get; init; }

    internal long End => Begin + ByteLength;
}
