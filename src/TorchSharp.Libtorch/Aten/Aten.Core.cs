namespace TorchSharp.Interop;

/// <summary>
/// The operators of ATen that this library calls, one line each, grouped by family. The name in quotes is the operator's own, with its overload.
/// </summary>
internal static partial class Aten
{
    internal static readonly Operator
        Detach = new("detach"), DetachInPlace = new("detach_"),
        Clone = new("clone"), Contiguous = new("contiguous"), Alias = new("alias"),
        CopyInPlace = new("copy_"),
        ToDtype = new("to.dtype"), ToDtypeLayout = new("to.dtype_layout"), ToDevice = new("to.device"),
        Add = new("add.Tensor"), AddInPlace = new("add_.Tensor"), AddScalar = new("add.Scalar"), AddScalarInPlace = new("add_.Scalar"),
        Sub = new("sub.Tensor"), SubInPlace = new("sub_.Tensor"), SubScalar = new("sub.Scalar"), SubScalarInPlace = new("sub_.Scalar"),
        Mul = new("mul.Tensor"), MulInPlace = new("mul_.Tensor"), MulScalar = new("mul.Scalar"), MulScalarInPlace = new("mul_.Scalar"),
        Div = new("div.Tensor"), DivInPlace = new("div_.Tensor"), DivScalar = new("div.Scalar"), DivScalarInPlace = new("div_.Scalar"),
        DivMode = new("div.Tensor_mode"), DivModeInPlace = new("div_.Tensor_mode"),
        DivScalarMode = new("div.Scalar_mode"), DivScalarModeInPlace = new("div_.Scalar_mode"),
        FillInPlace = new("fill_.Scalar"), ZeroInPlace = new("zero_");
}
