namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Split = new("split.Tensor"), SplitWithSizes = new("split_with_sizes"), Chunk = new("chunk"),
        TensorSplitSections = new("tensor_split.sections"), TensorSplitIndices = new("tensor_split.indices"),
        TensorSplitTensorIndicesOrSections = new("tensor_split.tensor_indices_or_sections"), UnbindInt = new("unbind.int"),
        HsplitInt = new("hsplit.int"), HsplitArray = new("hsplit.array"), VsplitInt = new("vsplit.int"), VsplitArray = new("vsplit.array"),
        DsplitInt = new("dsplit.int"), DsplitArray = new("dsplit.array");
}
