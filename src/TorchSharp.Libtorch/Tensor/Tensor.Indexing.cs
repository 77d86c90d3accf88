using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A part of the tensor: a view where the indices allow it, else a copy.</summary>
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => Assign(value, indices, accumulate: false);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => Assign(value, Indices(indices), accumulate: false);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor this[params long[] indices]
        {
            get => index(Indices(indices));
            set => Assign(value, Indices(indices), accumulate: false);
        }

        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Assign(value, [i1], accumulate: false);
        }

        public Tensor this[long i1, long i2]
        {
            get => index((TensorIndex[])[i1, i2]);
            set => Assign(value, [i1, i2], accumulate: false);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => index((TensorIndex[])[i1, i2, i3]);
            set => Assign(value, [i1, i2, i3], accumulate: false);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index((TensorIndex[])[i1, i2, i3, i4]);
            set => Assign(value, [i1, i2, i3, i4], accumulate: false);
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => index((TensorIndex[])[i1, i2, i3, i4, i5]);
            set => Assign(value, [i1, i2, i3, i4, i5], accumulate: false);
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => index((TensorIndex[])[i1, i2, i3, i4, i5, i6]);
            set => Assign(value, [i1, i2, i3, i4, i5, i6], accumulate: false);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor index(params TensorIndex[] indices)
        {
            using var selection = new IndexSelection(this, indices);
            return selection.Read();
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor index(params Tensor[] indices) => Aten.Index.Call(this, indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => Put(value, indices, accumulate: false);
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false) => Put(value, indices, accumulate);
        public Tensor index_put_(Tensor value, params Tensor[] indices) => Put(value, Indices(indices), accumulate: false);
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) => Put(value, Indices(indices), accumulate);
        public Tensor index_put_(Scalar value, params TensorIndex[] indices) => Put(value, indices);
        public Tensor index_put_(Scalar value, params Tensor[] indices) => Put(value, Indices(indices));

        private Tensor Put(Tensor value, TensorIndex[] indices, bool accumulate)
        {
            Assign(value, indices, accumulate);
            return alias();
        }

        private Tensor Put(Scalar value, TensorIndex[] indices)
        {
            using var filled = torch.full([], value, dtype, device);
            return Put(filled, indices, accumulate: false);
        }

        private void Assign(Tensor value, TensorIndex[] indices, bool accumulate)
        {
            using var selection = new IndexSelection(this, indices);
            selection.Write(value, accumulate);
        }

        private static TensorIndex[] Indices(Tensor[] tensors) => Array.ConvertAll(tensors, t => t is null ? TensorIndex.Colon : TensorIndex.Tensor(t));

        private static TensorIndex[] Indices(long[] numbers) => Array.ConvertAll(numbers, n => TensorIndex.Single(n));
    }
}
