using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Numbers of 32 bits at least: decompositions and inverses are there for no shorter ones, and a scaled gradient is beyond Float16's range where it starts.</summary>
internal static class Wide
{
    /// <summary>The values themselves, or in Float32 those of a shorter type; with gradient.</summary>
    internal static Tensor Of(Tensor values) => values.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? values.to(ScalarType.Float32) : values;
}
