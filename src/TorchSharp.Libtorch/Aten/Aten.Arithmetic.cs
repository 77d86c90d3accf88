namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        FloorDivide = new("floor_divide"), FloorDivideScalar = new("floor_divide.Scalar"), FloorDivideInPlace = new("floor_divide_.Tensor"),
        FloorDivideScalarInPlace = new("floor_divide_.Scalar"), Remainder = new("remainder.Tensor"), RemainderScalar = new("remainder.Scalar"),
        RemainderInPlace = new("remainder_.Tensor"), RemainderScalarInPlace = new("remainder_.Scalar"), Fmod = new("fmod.Tensor"),
        FmodScalar = new("fmod.Scalar"), FmodInPlace = new("fmod_.Tensor"), FmodScalarInPlace = new("fmod_.Scalar"),
        PowTensorTensor = new("pow.Tensor_Tensor"), PowTensorScalar = new("pow.Tensor_Scalar"), PowInPlace = new("pow_.Tensor"),
        PowScalarInPlace = new("pow_.Scalar"), FloatPowerTensorTensor = new("float_power.Tensor_Tensor"),
        FloatPowerInPlace = new("float_power_.Tensor"), Addcmul = new("addcmul"), AddcmulInPlace = new("addcmul_"), Addcdiv = new("addcdiv"),
        AddcdivInPlace = new("addcdiv_"), Lerp = new("lerp.Tensor"), LerpInPlace = new("lerp_.Tensor"), Gcd = new("gcd"), GcdInPlace = new("gcd_"),
        Lcm = new("lcm"), LcmInPlace = new("lcm_"), Ldexp = new("ldexp.Tensor"), LdexpInPlace = new("ldexp_"),
        SetSourceTensorInPlace = new("set_.source_Tensor");
}
