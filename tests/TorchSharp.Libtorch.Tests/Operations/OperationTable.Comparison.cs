using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

internal static partial class OperationTable
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Comparison = new()
    {
        ["eq"] = t => t[0].eq(t[1]),
        ["ne"] = t => t[0].ne(2),
        ["lt"] = t => t[0].lt(t[1]),
        ["le"] = t => t[0].le(t[1]),
        ["gt"] = t => t[0].gt(0.2),
        ["ge"] = t => t[0].ge(2),
        ["isclose"] = t => t[0].isclose(t[1], 0.5, 0.5),
        ["isin"] = t => isin(t[0], t[1]),
        ["sort"] = t => t[0].sort(1, true).Values,
        ["sort_indices"] = t => t[0].sort(0, stable: true).Indices,
        ["argsort"] = t => t[0].argsort(1),
        ["msort"] = t => t[0].msort(),
        ["topk"] = t => t[0].topk(2).values,
        ["topk_smallest_indices"] = t => t[0].topk(2, 1, false).indexes,
        ["kthvalue"] = t => t[0].kthvalue(2, 1).values,
        ["bucketize"] = t => t[0].bucketize(tensor(new[] { -0.5, 0.0, 0.5 })),
        ["searchsorted"] = t => searchsorted(tensor(new[] { -0.5, 0.0, 0.5 }), t[0]),
        ["unique"] = t => t[0].unique().output,
        ["unique_inverse"] = t => t[0].unique(return_inverse: true).inverse_indices!,
        ["unique_counts"] = t => t[0].unique(return_counts: true).counts!,
        ["unique_rows"] = t => t[0].unique(dim: 0).output,
        ["unique_consecutive"] = t => t[0].unique_consecutive().output,
    };
}
