using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);
        public static Tensor operator +(Tensor left, int right) => Aten.AddScalar.Call(left, right);
        public static Tensor operator +(Tensor left, long right) => Aten.AddScalar.Call(left, right);
        public static Tensor operator +(Tensor left, float right) => Aten.AddScalar.Call(left, right);
        public static Tensor operator +(Tensor left, double right) => Aten.AddScalar.Call(left, right);
        public static Tensor operator +(int left, Tensor right) => Aten.AddScalar.Call(right, left);
        public static Tensor operator +(long left, Tensor right) => Aten.AddScalar.Call(right, left);
        public static Tensor operator +(float left, Tensor right) => Aten.AddScalar.Call(right, left);
        public static Tensor operator +(double left, Tensor right) => Aten.AddScalar.Call(right, left);

        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);
        public static Tensor operator -(Scalar left, Tensor right) => Aten.RsubScalar.Call(right, left);
        public static Tensor operator -(Tensor left, int right) => Aten.SubScalar.Call(left, right);
        public static Tensor operator -(Tensor left, long right) => Aten.SubScalar.Call(left, right);
        public static Tensor operator -(Tensor left, float right) => Aten.SubScalar.Call(left, right);
        public static Tensor operator -(Tensor left, double right) => Aten.SubScalar.Call(left, right);
        public static Tensor operator -(int left, Tensor right) => Aten.RsubScalar.Call(right, left);
        public static Tensor operator -(long left, Tensor right) => Aten.RsubScalar.Call(right, left);
        public static Tensor operator -(float left, Tensor right) => Aten.RsubScalar.Call(right, left);
        public static Tensor operator -(double left, Tensor right) => Aten.RsubScalar.Call(right, left);

        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);
        public static Tensor operator *(Tensor left, int right) => Aten.MulScalar.Call(left, right);
        public static Tensor operator *(Tensor left, long right) => Aten.MulScalar.Call(left, right);
        public static Tensor operator *(Tensor left, float right) => Aten.MulScalar.Call(left, right);
        public static Tensor operator *(Tensor left, double right) => Aten.MulScalar.Call(left, right);
        public static Tensor operator *(int left, Tensor right) => Aten.MulScalar.Call(right, left);
        public static Tensor operator *(long left, Tensor right) => Aten.MulScalar.Call(right, left);
        public static Tensor operator *(float left, Tensor right) => Aten.MulScalar.Call(right, left);
        public static Tensor operator *(double left, Tensor right) => Aten.MulScalar.Call(right, left);

        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);
        public static Tensor operator /(Scalar left, Tensor right) => Quotient(left, right);
        public static Tensor operator /(Tensor left, int right) => Aten.DivScalar.Call(left, right);
        public static Tensor operator /(Tensor left, long right) => Aten.DivScalar.Call(left, right);
        public static Tensor operator /(Tensor left, float right) => Aten.DivScalar.Call(left, right);
        public static Tensor operator /(Tensor left, double right) => Aten.DivScalar.Call(left, right);
        public static Tensor operator /(int left, Tensor right) => Quotient(left, right);
        public static Tensor operator /(long left, Tensor right) => Quotient(left, right);
        public static Tensor operator /(float left, Tensor right) => Quotient(left, right);
        public static Tensor operator /(double left, Tensor right) => Quotient(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);
        public static Tensor operator %(Tensor left, int right) => Aten.RemainderScalar.Call(left, right);
        public static Tensor operator %(Tensor left, long right) => Aten.RemainderScalar.Call(left, right);
        public static Tensor operator %(Tensor left, float right) => Aten.RemainderScalar.Call(left, right);
        public static Tensor operator %(Tensor left, double right) => Aten.RemainderScalar.Call(left, right);

        public static Tensor operator -(Tensor tensor) => tensor.neg();
        public static Tensor operator ~(Tensor left) => left.bitwise_not();
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        // Elementwise, as in PyTorch: compare with null by "is null".
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        private static Tensor Quotient(Argument left, Tensor right)
        {
            using var inverse = right.reciprocal();
            return Aten.MulScalar.Call(inverse, left);
        }
    }
}
