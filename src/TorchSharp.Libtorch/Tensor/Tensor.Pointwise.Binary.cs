using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor maximum(Tensor other) => Aten.Maximum.Call(this, other);
        public Tensor minimum(Tensor other) => Aten.Minimum.Call(this, other);
        public Tensor max(Tensor other) => Aten.MaxOther.Call(this, other);
        public Tensor min(Tensor other) => Aten.MinOther.Call(this, other);
        public Tensor fmax(Tensor other) => Aten.Fmax.Call(this, other);
        public Tensor fmin(Tensor other) => Aten.Fmin.Call(this, other);
        public Tensor atan2(Tensor other) => Aten.Atan2.Call(this, other);
        public Tensor atan2_(Tensor other) => Aten.Atan2InPlace.InPlace(this, other);
        public Tensor arctan2(Tensor other) => Aten.Arctan2.Call(this, other);
        public Tensor arctan2_(Tensor other) => Aten.Arctan2InPlace.InPlace(this, other);
        public Tensor hypot(Tensor other) => Aten.Hypot.Call(this, other);
        public Tensor copysign(Tensor other) => Aten.Copysign.Call(this, other);
        public Tensor copysign_(Tensor other) => Aten.CopysignInPlace.InPlace(this, other);
        public Tensor nextafter(Tensor other) => Aten.Nextafter.Call(this, other);
        public Tensor nextafter_(Tensor other) => Aten.NextafterInPlace.InPlace(this, other);
        public Tensor heaviside(Tensor other) => Aten.Heaviside.Call(this, other);
        public Tensor heaviside_(Tensor other) => Aten.HeavisideInPlace.InPlace(this, other);
        public Tensor arctan(Tensor other) => atan2(other);
        public Tensor arctan_(Tensor other) => atan2_(other);
        public Tensor igamma(Tensor other) => Aten.Igamma.Call(this, other);
        public Tensor igammac(Tensor other) => Aten.Igammac.Call(this, other);
        public Tensor logaddexp(Tensor other) => Aten.Logaddexp.Call(this, other);
        public Tensor logaddexp2(Tensor other) => Aten.Logaddexp2.Call(this, other);
        public Tensor xlogy(Tensor y) => Aten.Xlogy.Call(this, y);
        public Tensor xlogy(Scalar y) => Aten.XlogyScalarOther.Call(this, y);
        public Tensor xlogy_(Tensor y) => Aten.XlogyInPlace.InPlace(this, y);
        public Tensor xlogy_(Scalar y) => Aten.XlogyScalarOtherInPlace.InPlace(this, y);
        public Tensor dist(Tensor other, float p = 2f) => Aten.Dist.Call(this, other, p);

        public Tensor logical_and(Tensor other) => Aten.LogicalAnd.Call(this, other);
        public Tensor logical_and_(Tensor other) => Aten.LogicalAndInPlace.InPlace(this, other);
        public Tensor logical_or(Tensor other) => Aten.LogicalOr.Call(this, other);
        public Tensor logical_or_(Tensor other) => Aten.LogicalOrInPlace.InPlace(this, other);
        public Tensor logical_xor(Tensor other) => Aten.LogicalXor.Call(this, other);
        public Tensor logical_xor_(Tensor other) => Aten.LogicalXorInPlace.InPlace(this, other);
        public Tensor bitwise_and(Tensor other) => Aten.BitwiseAnd.Call(this, other);
        public Tensor bitwise_and_(Tensor other) => Aten.BitwiseAndInPlace.InPlace(this, other);
        public Tensor bitwise_or(Tensor other) => Aten.BitwiseOr.Call(this, other);
        public Tensor bitwise_or_(Tensor other) => Aten.BitwiseOrInPlace.InPlace(this, other);
        public Tensor bitwise_xor(Tensor other) => Aten.BitwiseXor.Call(this, other);
        public Tensor bitwise_xor_(Tensor other) => Aten.BitwiseXorInPlace.InPlace(this, other);
        public Tensor bitwise_left_shift(Tensor other) => Aten.BitwiseLeftShift.Call(this, other);
        public Tensor bitwise_left_shift_(Tensor other) => Aten.BitwiseLeftShiftInPlace.InPlace(this, other);
        public Tensor bitwise_right_shift(Tensor other) => Aten.BitwiseRightShift.Call(this, other);
        public Tensor bitwise_right_shift_(Tensor other) => Aten.BitwiseRightShiftInPlace.InPlace(this, other);

        /// <summary>Elements of this tensor where <paramref name="condition"/> holds, of <paramref name="y"/> elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Aten.WhereSelf.Call(condition, this, y);
    }
}
