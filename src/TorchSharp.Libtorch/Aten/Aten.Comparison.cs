namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Eq = new("eq.Tensor"), EqScalar = new("eq.Scalar"), EqInPlace = new("eq_.Tensor"), EqScalarInPlace = new("eq_.Scalar"), Ne = new("ne.Tensor"),
        NeScalar = new("ne.Scalar"), NeInPlace = new("ne_.Tensor"), NeScalarInPlace = new("ne_.Scalar"), Lt = new("lt.Tensor"),
        LtScalar = new("lt.Scalar"), LtInPlace = new("lt_.Tensor"), LtScalarInPlace = new("lt_.Scalar"), Le = new("le.Tensor"),
        LeScalar = new("le.Scalar"), LeInPlace = new("le_.Tensor"), LeScalarInPlace = new("le_.Scalar"), Gt = new("gt.Tensor"),
        GtScalar = new("gt.Scalar"), GtInPlace = new("gt_.Tensor"), GtScalarInPlace = new("gt_.Scalar"), Ge = new("ge.Tensor"),
        GeScalar = new("ge.Scalar"), GeInPlace = new("ge_.Tensor"), GeScalarInPlace = new("ge_.Scalar"), Equal = new("equal"),
        Allclose = new("allclose"), Isclose = new("isclose"), IsinTensorTensor = new("isin.Tensor_Tensor"), SortStable = new("sort.stable"),
        Argsort = new("argsort"), Msort = new("msort"), Topk = new("topk"), Kthvalue = new("kthvalue"), Bucketize = new("bucketize.Tensor"),
        UniqueDim = new("unique_dim"), InternalUnique2 = new("_unique2"), UniqueConsecutive = new("unique_consecutive");
}
