using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

/// <summary>The operations by the names they have in <c>golden/operations.py</c>, as functions of the inputs drawn there.</summary>
internal static partial class OperationTable
{
    // Not an initialiser: those of the other files of this class may run later.
    internal static Dictionary<string, Func<Tensor[], Tensor>> All => field ??= Collect();

    private static Dictionary<string, Func<Tensor[], Tensor>> Collect()
    {
        Dictionary<string, Func<Tensor[], Tensor>>[] families =
            [Pointwise, Activations, Arithmetic, Binary, Comparison, Reductions, Shape, Selection, LinearAlgebra, Fourier, Factories, Special, Quantization, Indexing];
        return families.SelectMany(family => family).ToDictionary(pair => pair.Key, pair => pair.Value);
    }
}
