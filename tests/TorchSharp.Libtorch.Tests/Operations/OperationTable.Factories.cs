using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

internal static partial class OperationTable
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Factories = new()
    {
        ["arange"] = _ => arange(5),
        ["arange_step"] = _ => arange(1, 2, 0.25),
        ["linspace"] = _ => linspace(-1, 1, 5),
        ["logspace"] = _ => logspace(0, 2, 3),
        ["eye"] = _ => eye(2, 3),
        ["full"] = _ => full(2, 2, 7),
        ["full_real"] = _ => full(2, 1.5),
        ["zeros"] = _ => zeros(2, 3),
        ["ones"] = _ => ones(2, 3),
        ["ones_like"] = t => ones_like(t[0]),
        ["full_like"] = t => full_like(t[0], 3),
        ["new_zeros"] = t => t[0].new_zeros(2),
        ["new_full"] = t => t[0].new_full([2], 3),
        ["hann_window"] = _ => hann_window(6),
        ["hamming_window"] = _ => hamming_window(6),
        ["blackman_window"] = _ => blackman_window(6),
        ["bartlett_window"] = _ => bartlett_window(6),
        ["kaiser_window"] = _ => kaiser_window(6),
    };
}
