using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor mm(Tensor target) => Aten.Mm.Call(this, target);
        public Tensor bmm(Tensor batch2) => Aten.Bmm.Call(this, batch2);
        public Tensor matmul(Tensor target) => Aten.Matmul.Call(this, target);
        public Tensor mv(Tensor target) => Aten.Mv.Call(this, target);
        public Tensor dot(Tensor target) => Aten.Dot.Call(this, target);
        public Tensor vdot(Tensor target) => Aten.Vdot.Call(this, target);
        public Tensor inner(Tensor vec2) => Aten.Inner.Call(this, vec2);
        public Tensor outer(Tensor vec2) => Aten.Outer.Call(this, vec2);
        public Tensor ger(Tensor vec2) => outer(vec2);
        public Tensor kron(Tensor other) => Aten.Kron.Call(this, other);
        public Tensor trace() => Aten.Trace.Call(this);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => Aten.Addmm.Call(this, mat1, mat2, beta, alpha);
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => Aten.AddmmInPlace.InPlace(this, mat1, mat2, beta, alpha);
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => Aten.Addmv.Call(this, mat, vec, beta, alpha);
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => Aten.AddmvInPlace.InPlace(this, mat, vec, beta, alpha);
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) => Aten.Addr.Call(this, vec1, vec2, beta, alpha);
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) => Aten.AddrInPlace.InPlace(this, vec1, vec2, beta, alpha);
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => Aten.Addbmm.Call(this, batch1, batch2, beta, alpha);
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => Aten.AddbmmInPlace.InPlace(this, batch1, batch2, beta, alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => Aten.Baddbmm.Call(this, batch1, batch2, beta, alpha);
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Aten.Tensordot.Call(this, b, dims1, dims2);
        public Tensor tensordot(Tensor b, (long, long)[] dims) =>
            tensordot(b, Array.ConvertAll(dims, pair => pair.Item1), Array.ConvertAll(dims, pair => pair.Item2));

        /// <summary>Contracts the last <paramref name="dims"/> dimensions of this tensor with the first of <paramref name="b"/>.</summary>
        public Tensor tensordot(Tensor b, long dims = 2)
        {
            var first = new long[dims];
            var last = new long[dims];
            for (var i = 0; i < dims; i++) (first[i], last[i]) = (i, i - dims);
            return tensordot(b, last, first);
        }

        public Tensor det() => Aten.Det.Call(this);
        public Tensor logdet() => Aten.Logdet.Call(this);
        public Tensor inverse() => Aten.Inverse.Call(this);
        public Tensor pinverse(double rcond = 1E-15, bool hermitian = false) => linalg.pinv(this, rtol: rcond, hermitian: hermitian);
        public Tensor matrix_power(int n) => Aten.MatrixPower.Call(this, n);
        public Tensor matrix_exp() => Aten.MatrixExp.Call(this);
        public Tensor cholesky(bool upper = false) => Aten.LinalgCholesky.Call(this, upper);
        public Tensor cholesky_inverse(bool upper = false) => Aten.CholeskyInverse.Call(this, upper);
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => Aten.CholeskySolve.Call(this, input2, upper);
        public (Tensor a, Tensor tau) geqrf() => Aten.Geqrf.CallTwo(this);
        public Tensor ormqr(Tensor tau, Tensor other, bool left = true, bool transpose = false) => Aten.Ormqr.Call(this, tau, other, left, transpose);

        public Tensor stft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
            Aten.StftCenter.Call(this, n_fft, Given(hop_length), Given(win_length), window, center, pad_mode.ToString().ToLowerInvariant(), normalized, onesided, return_complex);
        public Tensor istft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
            Aten.Istft.Call(this, n_fft, Given(hop_length), Given(win_length), window, center, normalized, onesided, Given(length), return_complex);

        private static long? Given(long value) => value == -1 ? null : value;
    }
}
