namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        SparseCooTensorIndicesSize = new("sparse_coo_tensor.indices_size"), ToDense = new("to_dense"), ToSparse = new("to_sparse"),
        ToSparseSparseDim = new("to_sparse.sparse_dim"), InternalIndices = new("_indices"), InternalValues = new("_values");
}
