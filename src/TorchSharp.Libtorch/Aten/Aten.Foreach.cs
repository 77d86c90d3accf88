namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        ForeachAddInPlace = new("_foreach_add_.Scalar"), ForeachAddListInPlace = new("_foreach_add_.List"), ForeachAddList = new("_foreach_add.List"),
        ForeachAdd = new("_foreach_add.Scalar"), ForeachMulInPlace = new("_foreach_mul_.Scalar"), ForeachMulListInPlace = new("_foreach_mul_.List"),
        ForeachDivInPlace = new("_foreach_div_.ScalarList"), ForeachDiv = new("_foreach_div.ScalarList"), ForeachDivListInPlace = new("_foreach_div_.List"),
        ForeachAddcmul = new("_foreach_addcmul.Scalar"), ForeachAddcmulInPlace = new("_foreach_addcmul_.Scalar"),
        ForeachAddcdivInPlace = new("_foreach_addcdiv_.Scalar"), ForeachAddcdivEachInPlace = new("_foreach_addcdiv_.ScalarList"),
        ForeachAddEachInPlace = new("_foreach_add_.ScalarList"), ForeachZeroInPlace = new("_foreach_zero_"), ForeachMulEachInPlace = new("_foreach_mul_.ScalarList"),
        ForeachSqrt = new("_foreach_sqrt"), ForeachSqrtInPlace = new("_foreach_sqrt_"), ForeachAbs = new("_foreach_abs"), ForeachNeg = new("_foreach_neg"),
        ForeachMaximumInPlace = new("_foreach_maximum_.List"), ForeachReciprocalInPlace = new("_foreach_reciprocal_"),
        ForeachUnscaleInPlace = new("_amp_foreach_non_finite_check_and_unscale_");
}
