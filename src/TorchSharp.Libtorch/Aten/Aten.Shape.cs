namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Reshape = new("reshape"), View = new("view"), ViewAs = new("view_as"), Ravel = new("ravel"), FlattenUsingInts = new("flatten.using_ints"),
        UnflattenInt = new("unflatten.int"), SqueezeDim = new("squeeze.dim"), Squeeze = new("squeeze"), SqueezeDimInPlace = new("squeeze_.dim"),
        SqueezeInPlace = new("squeeze_"), Unsqueeze = new("unsqueeze"), UnsqueezeInPlace = new("unsqueeze_"), Atleast1d = new("atleast_1d"),
        Atleast2d = new("atleast_2d"), Atleast3d = new("atleast_3d"), Permute = new("permute"), TransposeInt = new("transpose.int"),
        TransposeInPlace = new("transpose_"), MovedimIntlist = new("movedim.intlist"), T = new("t"), Adjoint = new("adjoint"),
        NumpyT = new("numpy_T"), MT = new("mT"), MatrixH = new("matrix_H"), MH = new("mH"), Real = new("real"), Imag = new("imag"),
        ViewAsComplex = new("view_as_complex"), ViewAsReal = new("view_as_real"), Expand = new("expand"), ExpandAs = new("expand_as"),
        BroadcastTo = new("broadcast_to"), Repeat = new("repeat"), Tile = new("tile"),
        RepeatInterleaveSelfTensor = new("repeat_interleave.self_Tensor"), RepeatInterleaveSelfInt = new("repeat_interleave.self_int"),
        Flip = new("flip"), Fliplr = new("fliplr"), Flipud = new("flipud"), Roll = new("roll"), Rot90 = new("rot90"), AsStrided = new("as_strided"),
        Unfold = new("unfold"), Tril = new("tril"), TrilInPlace = new("tril_"), Triu = new("triu"), TriuInPlace = new("triu_"), Diag = new("diag"),
        Diagflat = new("diagflat"), DiagEmbed = new("diag_embed"), Diagonal = new("diagonal"), Vander = new("vander");
}
