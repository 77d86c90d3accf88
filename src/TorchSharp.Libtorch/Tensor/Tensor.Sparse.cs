using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor to_dense() => Aten.ToDense.Call(this);
        public Tensor to_sparse() => Aten.ToSparse.Call(this);
        public Tensor to_sparse(int sparse_dim) => Aten.ToSparseSparseDim.Call(this, sparse_dim);
        public Tensor SparseIndices => Aten.InternalIndices.Call(this);
        public Tensor SparseValues => Aten.InternalValues.Call(this);
    }
}
