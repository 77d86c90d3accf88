using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Aten.Cat.Call(tensors, dim);
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Aten.Cat.Call(Argument.List(tensors), dim);
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Aten.Cat.Call(tensors.ToArray(), dim);
    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor hstack(params Tensor[] tensors) => Aten.Hstack.Call(tensors);
    public static Tensor hstack(IList<Tensor> tensors) => Aten.Hstack.Call(Argument.List(tensors));
    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => Aten.Hstack.Call(tensors.ToArray());
    public static Tensor vstack(Tensor[] tensors) => Aten.Vstack.Call(tensors);
    public static Tensor vstack(IList<Tensor> tensors) => Aten.Vstack.Call(Argument.List(tensors));
    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => Aten.Vstack.Call(tensors.ToArray());
    public static Tensor dstack(params Tensor[] tensors) => Aten.Dstack.Call(tensors);
    public static Tensor dstack(IList<Tensor> tensors) => Aten.Dstack.Call(Argument.List(tensors));
    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => Aten.Dstack.Call(tensors.ToArray());
    public static Tensor column_stack(params Tensor[] tensors) => Aten.ColumnStack.Call(tensors);
    public static Tensor column_stack(IList<Tensor> tensors) => Aten.ColumnStack.Call(Argument.List(tensors));
    public static Tensor column_stack(ReadOnlySpan<Tensor> tensors) => Aten.ColumnStack.Call(tensors.ToArray());
    public static Tensor row_stack(params Tensor[] tensors) => Aten.RowStack.Call(tensors);
    public static Tensor row_stack(IList<Tensor> tensors) => Aten.RowStack.Call(Argument.List(tensors));
    public static Tensor row_stack(ReadOnlySpan<Tensor> tensors) => Aten.RowStack.Call(tensors.ToArray());
    public static Tensor cartesian_prod(params Tensor[] tensors) => Aten.CartesianProd.Call(tensors);
    public static Tensor cartesian_prod(IList<Tensor> tensors) => Aten.CartesianProd.Call(Argument.List(tensors));
    public static Tensor cartesian_prod(ReadOnlySpan<Tensor> tensors) => Aten.CartesianProd.Call(tensors.ToArray());

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Aten.Stack.Call(Argument.List(tensors), dim);
    public static Tensor hstack(IEnumerable<Tensor> tensors) => Aten.Hstack.Call(Argument.List(tensors));
    public static Tensor dstack(IEnumerable<Tensor> tensors) => Aten.Dstack.Call(Argument.List(tensors));
    public static Tensor block_diag(params Tensor[] tensors) => Aten.BlockDiag.Call(tensors);
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Aten.BroadcastTensors.CallList(tensors);
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => Aten.MeshgridIndexing.CallList(Argument.List(tensors), indexing);
    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) => Aten.Combinations.Call(input, r, with_replacement);
    public static IEnumerable<Tensor> atleast_1d(params Tensor[] input) => Aten.Atleast1dSequence.CallList(input);
    public static IEnumerable<Tensor> atleast_2d(params Tensor[] input) => Aten.Atleast2dSequence.CallList(input);
    public static IEnumerable<Tensor> atleast_3d(params Tensor[] input) => Aten.Atleast3dSequence.CallList(input);

    /// <summary>The shape that tensors of these shapes are broadcast to.</summary>
    public static Size broadcast_shapes(params long[][] shapes)
    {
        var result = new long[shapes.Length == 0 ? 0 : shapes.Max(s => s.Length)];
        Array.Fill(result, 1);
        foreach (var shape in shapes)
        {
            for (var (i, at) = (0, result.Length - shape.Length); i < shape.Length; i++, at++)
            {
                if (shape[i] == 1 || shape[i] == result[at]) continue;
                if (result[at] != 1) throw new ArgumentException($"shapes {string.Join(" and ", shapes.Select(s => $"[{string.Join(", ", s)}]"))} do not broadcast: {result[at]} against {shape[i]} in dimension {at}");
                result[at] = shape[i];
            }
        }
        return new Size(result);
    }

    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);
    public static Tensor[] where(Tensor condition) => Aten.Where.CallList(condition);
    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Aten.TrilIndices.Call(row, col, offset, dtype, Argument.None, On(device));
    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Aten.TriuIndices.Call(row, col, offset, dtype, Argument.None, On(device));
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) => Aten.Gather.Call(input, dim, index, sparse_grad);
    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Aten.Searchsorted.Call(sorted_sequence, values, out_int32, right, Argument.None, sorter);
    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor? sorter) =>
        Aten.SearchsortedScalar.Call(sorted_sequence, values, out_int32, right, Argument.None, sorter);
    public static Tensor einsum(string equation, params Tensor[] tensors) => Aten.Einsum.Call(equation, tensors);
    public static Tensor chain_matmul(params Tensor[] matrices) => Aten.ChainMatmul.Call(matrices);
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        Aten.Cdist.Call(x1, x2, p, (long)compute_mode);
    public static Tensor trapz(Tensor y, Tensor x, long dim = -1) => y.trapezoid(x, dim);
    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => y.trapezoid(dx, dim);
}
