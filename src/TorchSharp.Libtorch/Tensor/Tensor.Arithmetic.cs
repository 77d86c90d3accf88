using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public partial class Tensor
    {
        public Tensor add(Tensor target) => Aten.Add.Call(this, target);
        public Tensor add(Tensor target, Scalar alpha) => Aten.Add.Call(this, target, alpha);
        public Tensor add(Scalar scalar) => Aten.AddScalar.Call(this, scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => Aten.AddScalar.Call(this, scalar, alpha);
        public Tensor add_(Tensor target) => Aten.AddInPlace.InPlace(this, target);
        public Tensor add_(Tensor target, Scalar alpha) => Aten.AddInPlace.InPlace(this, target, alpha);
        public Tensor add_(Scalar scalar) => Aten.AddScalarInPlace.InPlace(this, scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => Aten.AddScalarInPlace.InPlace(this, scalar, alpha);

        public Tensor sub(Tensor target) => Aten.Sub.Call(this, target);
        public Tensor sub(Scalar target) => Aten.SubScalar.Call(this, target);
        public Tensor sub_(Tensor target) => Aten.SubInPlace.InPlace(this, target);
        public Tensor sub_(Scalar target) => Aten.SubScalarInPlace.InPlace(this, target);

        public Tensor mul(Tensor target) => Aten.Mul.Call(this, target);
        public Tensor mul(Scalar target) => Aten.MulScalar.Call(this, target);
        public Tensor mul_(Tensor target) => Aten.MulInPlace.InPlace(this, target);
        public Tensor mul_(Scalar target) => Aten.MulScalarInPlace.InPlace(this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Aten.Div.Call(this, target) : Aten.DivMode.Call(this, target, rounding_mode.ToString());
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Aten.DivScalar.Call(this, target) : Aten.DivScalarMode.Call(this, target, rounding_mode.ToString());
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Aten.DivInPlace.InPlace(this, target) : Aten.DivModeInPlace.InPlace(this, target, rounding_mode.ToString());
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Aten.DivScalarInPlace.InPlace(this, target) : Aten.DivScalarModeInPlace.InPlace(this, target, rounding_mode.ToString());

        public Tensor clone() => Aten.Clone.Call(this);
        public Tensor contiguous() => Aten.Contiguous.Call(this);
        public Tensor alias() => Aten.Alias.Call(this);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Aten.CopyInPlace.InPlace(this, source, nonBlocking);
        public Tensor fill_(Scalar value) => Aten.FillInPlace.InPlace(this, value);
        public Tensor zero_() => Aten.ZeroInPlace.InPlace(this);
    }
}
