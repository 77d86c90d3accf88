using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Numbers as decompositions and inverses take them, which are there for 32 bits at least.</summary>
internal static class Wide
{
    /// <summary>The values themselves, or in Float32 those of a shorter type; with gradient.</summary>
    internal static Tensor Of(Tensor values) => values.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? values.to(ScalarType.Float32) : values;
}
