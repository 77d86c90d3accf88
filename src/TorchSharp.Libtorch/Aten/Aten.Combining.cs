namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Cat = new("cat"), Hstack = new("hstack"), Vstack = new("vstack"), Dstack = new("dstack"), ColumnStack = new("column_stack"),
        RowStack = new("row_stack"), CartesianProd = new("cartesian_prod"), Stack = new("stack"), BlockDiag = new("block_diag"),
        BroadcastTensors = new("broadcast_tensors"), MeshgridIndexing = new("meshgrid.indexing"), Combinations = new("combinations"),
        Atleast1dSequence = new("atleast_1d.Sequence"), Atleast2dSequence = new("atleast_2d.Sequence"),
        Atleast3dSequence = new("atleast_3d.Sequence"), Where = new("where"), TrilIndices = new("tril_indices"), TriuIndices = new("triu_indices"),
        Searchsorted = new("searchsorted.Tensor"), SearchsortedScalar = new("searchsorted.Scalar"), Einsum = new("einsum"),
        ChainMatmul = new("chain_matmul"), Cdist = new("cdist");
}
