namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Narrow = new("narrow"), SelectInt = new("select.int"), Slice = new("slice.Tensor"), SelectScatter = new("select_scatter"),
        SliceScatter = new("slice_scatter"), DiagonalScatter = new("diagonal_scatter"), Gather = new("gather"), ScatterSrc = new("scatter.src"),
        ScatterSrcInPlace = new("scatter_.src"), ScatterAdd = new("scatter_add"), ScatterAddInPlace = new("scatter_add_"),
        IndexSelect = new("index_select"), IndexAdd = new("index_add"), IndexAddInPlace = new("index_add_"), IndexCopy = new("index_copy"),
        IndexCopyInPlace = new("index_copy_"), IndexFillIntScalar = new("index_fill.int_Scalar"),
        IndexFillIntScalarInPlace = new("index_fill_.int_Scalar"), MaskedFillScalar = new("masked_fill.Scalar"),
        MaskedFillScalarInPlace = new("masked_fill_.Scalar"), MaskedScatter = new("masked_scatter"), MaskedScatterInPlace = new("masked_scatter_"),
        MaskedSelect = new("masked_select"), Take = new("take"), TakeAlongDim = new("take_along_dim"), Nonzero = new("nonzero"),
        NonzeroNumpy = new("nonzero_numpy"), Argwhere = new("argwhere");
}
