using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

internal static partial class OperationTable
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Selection = new()
    {
        ["gather"] = t => t[0].gather(1, t[1] % 3),
        ["scatter"] = t => t[0].scatter(1, t[1].argsort(1), t[2]),
        ["scatter_add"] = t => t[0].scatter_add(0, t[1] % 3, t[2]),
        ["index_select"] = t => t[0].index_select(1, t[1]),
        ["index_add"] = t => t[0].index_add(0, tensor(new[] { 2L, 0L }), t[1], 2),
        ["index_copy"] = t => t[0].index_copy(0, tensor(new[] { 2L, 0L }), t[1]),
        ["index_fill"] = t => t[0].index_fill(1, tensor(new[] { 0L, 2L }), 7),
        ["masked_fill"] = t => t[0].masked_fill(t[1], -1),
        ["masked_select"] = t => t[0].masked_select(t[1]),
        ["masked_scatter"] = t => t[0].masked_scatter(t[1], t[2]),
        ["take"] = t => t[0].take(t[1]),
        ["take_along_dim"] = t => t[0].take_along_dim(t[0].argsort(1), 1),
        ["nonzero"] = t => t[0].nonzero(),
        ["argwhere"] = t => t[0].argwhere(),
        ["where_positions"] = t => where(t[0])[1],
        ["select_scatter"] = t => t[0].select_scatter(t[1], 0, 1),
        ["slice_scatter"] = t => t[0].slice_scatter(t[1], 1, 1, 5, 2),
        ["diagonal_scatter"] = t => t[0].diagonal_scatter(t[1]),
    };
}
