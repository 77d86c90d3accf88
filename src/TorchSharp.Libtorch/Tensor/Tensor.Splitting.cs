using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor[] split(long size, int dim = 0) => Aten.Split.CallList(this, size, dim);
        public Tensor[] split(long[] sizes, long dim = 0) => Aten.SplitWithSizes.CallList(this, sizes, dim);
        public Tensor[] split(params long[] sizes) => Aten.SplitWithSizes.CallList(this, sizes);
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);
        public Tensor[] chunk(long chunks, long dim = 0) => Aten.Chunk.CallList(this, chunks, dim);
        public Tensor[] tensor_split(long size, long dim = 0) => Aten.TensorSplitSections.CallList(this, size, dim);
        public Tensor[] tensor_split(long[] sizes, long dim = 0) => Aten.TensorSplitIndices.CallList(this, sizes, dim);
        public Tensor[] tensor_split(Tensor indices, long dim = 0) => Aten.TensorSplitTensorIndicesOrSections.CallList(this, indices, dim);
        public Tensor[] unbind(long dimension = 0) => Aten.UnbindInt.CallList(this, dimension);

        public Tensor[] hsplit(long size) => Aten.HsplitInt.CallList(this, size);
        public Tensor[] hsplit(params long[] sizes) => Aten.HsplitArray.CallList(this, sizes);
        public Tensor[] hsplit(Tensor indices) => tensor_split(indices, ndim == 1 ? 0 : 1);
        public Tensor[] vsplit(long size) => Aten.VsplitInt.CallList(this, size);
        public Tensor[] vsplit(params long[] sizes) => Aten.VsplitArray.CallList(this, sizes);
        public Tensor[] vsplit(Tensor indices) => tensor_split(indices, 0);
        public Tensor[] dsplit(long size) => Aten.DsplitInt.CallList(this, size);
        public Tensor[] dsplit(params long[] sizes) => Aten.DsplitArray.CallList(this, sizes);
        public Tensor[] dsplit((long, long) indices_or_sections) => dsplit([indices_or_sections.Item1, indices_or_sections.Item2]);
        public Tensor[] dsplit((long, long, long) indices_or_sections) => dsplit([indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3]);
        public Tensor[] dsplit((long, long, long, long) indices_or_sections) =>
            dsplit([indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3, indices_or_sections.Item4]);
        public Tensor[] dsplit(Tensor indices) => tensor_split(indices, 2);
    }
}
