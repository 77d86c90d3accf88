using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor subtract(Tensor target) => sub(target);
        public Tensor subtract(Scalar target) => sub(target);
        public Tensor subtract_(Tensor target) => sub_(target);
        public Tensor subtract_(Scalar target) => sub_(target);
        public Tensor multiply(Tensor target) => mul(target);
        public Tensor multiply(Scalar target) => mul(target);
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        public Tensor true_divide(Tensor other) => div(other);
        public Tensor true_divide(Scalar other) => div(other);
        public Tensor true_divide_(Tensor other) => div_(other);
        public Tensor true_divide_(Scalar other) => div_(other);
        public Tensor floor_divide(Tensor other) => Aten.FloorDivide.Call(this, other);
        public Tensor floor_divide(Scalar other) => Aten.FloorDivideScalar.Call(this, other);
        public Tensor floor_divide_(Tensor other) => Aten.FloorDivideInPlace.InPlace(this, other);
        public Tensor floor_divide_(Scalar other) => Aten.FloorDivideScalarInPlace.InPlace(this, other);

        public Tensor remainder(Tensor target) => Aten.Remainder.Call(this, target);
        public Tensor remainder(Scalar scalar) => Aten.RemainderScalar.Call(this, scalar);
        public Tensor remainder_(Tensor target) => Aten.RemainderInPlace.InPlace(this, target);
        public Tensor remainder_(Scalar scalar) => Aten.RemainderScalarInPlace.InPlace(this, scalar);
        public Tensor fmod(Tensor target) => Aten.Fmod.Call(this, target);
        public Tensor fmod(Scalar scalar) => Aten.FmodScalar.Call(this, scalar);
        public Tensor fmod_(Tensor target) => Aten.FmodInPlace.InPlace(this, target);
        public Tensor fmod_(Scalar scalar) => Aten.FmodScalarInPlace.InPlace(this, scalar);

        public Tensor pow(Tensor exponent) => Aten.PowTensorTensor.Call(this, exponent);
        public Tensor pow(Scalar exponent) => Aten.PowTensorScalar.Call(this, exponent);
        public Tensor pow_(Tensor exponent) => Aten.PowInPlace.InPlace(this, exponent);
        public Tensor pow_(Scalar exponent) => Aten.PowScalarInPlace.InPlace(this, exponent);
        public Tensor float_power(Tensor target) => Aten.FloatPowerTensorTensor.Call(this, target);
        public Tensor float_power_(Tensor target) => Aten.FloatPowerInPlace.InPlace(this, target);
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.Addcmul.Call(this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.AddcmulInPlace.InPlace(this, tensor1, tensor2, value);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.Addcdiv.Call(this, tensor1, tensor2, value);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Aten.Addcdiv.Call(this, tensor1, tensor2);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.AddcdivInPlace.InPlace(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Aten.AddcdivInPlace.InPlace(this, tensor1, tensor2);
        public Tensor lerp(Tensor end, Tensor weight) => Aten.Lerp.Call(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => Aten.LerpInPlace.InPlace(this, end, weight);
        public Tensor gcd(Tensor other) => Aten.Gcd.Call(this, other);
        public Tensor gcd_(Tensor other) => Aten.GcdInPlace.InPlace(this, other);
        public Tensor lcm(Tensor other) => Aten.Lcm.Call(this, other);
        public Tensor lcm_(Tensor other) => Aten.LcmInPlace.InPlace(this, other);
        public Tensor ldexp(Tensor other) => Aten.Ldexp.Call(this, other);
        public Tensor ldexp_(Tensor other) => Aten.LdexpInPlace.InPlace(this, other);
        public Tensor set_(Tensor source) => Aten.SetSourceTensorInPlace.ShapeInPlace(this, source);
    }
}
