using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

internal static partial class OperationTable
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Indexing = new()
    {
        ["index_place"] = t => t[0][1],
        ["index_from_end"] = t => t[0][-1],
        ["index_two_places"] = t => t[0][1, 2],
        ["index_all_places"] = t => t[0][1, 2, 3],
        ["index_range"] = t => t[0][.., 1..3],
        ["index_range_from_end"] = t => t[0][.., 1..^1],
        ["index_range_open_end"] = t => t[0][.., 2..],
        ["index_range_open_start"] = t => t[0][.., ..2],
        ["index_last_column"] = t => t[0][.., ^1],
        ["index_step"] = t => t[0][.., TensorIndex.Slice(step: 2)],
        ["index_slice"] = t => t[0][.., TensorIndex.Slice(1, 5, 3)],
        ["index_slice_past_the_end"] = t => t[0][.., TensorIndex.Slice(3, 99)],
        ["index_empty_range"] = t => t[0][.., 3..3],
        ["index_pair_as_range"] = t => t[0][TensorIndex.Colon, (1, 4)],
        ["index_ellipsis_last"] = t => t[0][TensorIndex.Ellipsis, 0],
        ["index_ellipsis_first"] = t => t[0][1, TensorIndex.Ellipsis],
        ["index_ellipsis_middle"] = t => t[0][0, TensorIndex.Ellipsis, 1],
        ["index_ellipsis_for_nothing"] = t => t[0][0, TensorIndex.Ellipsis, 1],
        ["index_new_dimension"] = t => t[0][TensorIndex.None],
        ["index_new_dimension_last"] = t => t[0][TensorIndex.Ellipsis, TensorIndex.Null],
        ["index_new_dimension_middle"] = t => t[0][.., TensorIndex.None, 1..],
        ["index_bool"] = t => t[0][TensorIndex.Bool(true)],
        ["index_bool_false"] = t => t[0][TensorIndex.Bool(false)],
        ["index_mask"] = t => t[0][t[0] > 0],
        ["index_mask_of_rows"] = t => t[0][t[1]],
        ["index_mask_of_columns"] = t => t[0][TensorIndex.Colon, TensorIndex.Tensor(t[1])],
        ["index_mask_of_two_dimensions"] = t => t[0][TensorIndex.Tensor(t[1]), 1],
        ["index_mask_then_range"] = t => t[0][TensorIndex.Tensor(t[1]), 1..3],
        ["index_places"] = t => t[0][t[1]],
        ["index_places_repeated"] = t => t[0][tensor(new[] { 0L, 0L, 4L })],
        ["index_places_negative"] = t => t[0][tensor(new[] { -1L, -2L })],
        ["index_places_of_two_dimensions"] = t => t[0][t[1], t[2]],
        ["index_places_broadcast"] = t => t[0][tensor(new long[,] { { 0 }, { 1 } }), tensor(new[] { 2L, 3L })],
        ["index_places_matrix"] = t => t[0][t[1]],
        ["index_places_of_columns"] = t => t[0][.., TensorIndex.Tensor(t[1])],
        ["index_places_apart"] = t => t[0][TensorIndex.Tensor(t[1]), .., TensorIndex.Tensor(t[1])],
        ["index_places_and_range"] = t => t[0][TensorIndex.Tensor(t[1]), 1..3],
        ["index_places_and_place"] = t => t[0][TensorIndex.Tensor(t[1]), 2],
        ["index_place_and_places"] = t => t[0][1, TensorIndex.Tensor(t[1])],
        ["index_places_and_new_dimension"] = t => t[0][TensorIndex.Tensor(t[1]), TensorIndex.None],
        ["index_places_after_ellipsis"] = t => t[0][TensorIndex.Ellipsis, TensorIndex.Tensor(t[1])],
        ["index_number_tensor"] = t => t[0][TensorIndex.Tensor(tensor(3L))],
        ["index_number_tensor_apart"] = t => t[0][TensorIndex.Tensor(tensor(1L)), .., TensorIndex.Tensor(t[1])],
        ["assign_place"] = t => Put(t[0], x => x[1] = t[1]),
        ["assign_number"] = t => Put(t[0], x => x[0, 2] = 7),
        ["assign_range"] = t => Put(t[0], x => x[.., 1..3] = t[1]),
        ["assign_broadcast"] = t => Put(t[0], x => x[.., 1..3] = t[1]),
        ["assign_leading_ones"] = t => Put(t[0], x => x[1] = t[1].unsqueeze(0)),
        ["assign_mask"] = t => Put(t[0], x => x[t[0] > 0] = -1),
        ["assign_mask_values"] = t => Put(t[0], x => x[t[0] == t[0]] = arange(6)),
        ["assign_places"] = t => Put(t[0], x => x[tensor(new[] { 4L, 0L })] = t[1]),
        ["assign_places_of_columns"] = t => Put(t[0], x => x[.., TensorIndex.Tensor(tensor(new[] { 4L, 0L }))] = t[1]),
        ["assign_ellipsis"] = t => Put(t[0], x => x[TensorIndex.Ellipsis, 1] = t[1]),
        ["assign_all"] = t => Put(t[0], x => x[TensorIndex.Ellipsis] = t[1]),
        ["index_put_accumulates"] = t => Put(t[0], x => x.index_put_(t[1], [tensor(new[] { 1L, 1L, 2L })], accumulate: true)),
    };

    private static Tensor Put(Tensor tensor, Action<Tensor> assignment)
    {
        var copy = tensor.clone();
        assignment(copy);
        return copy;
    }
}
