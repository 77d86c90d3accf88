using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra of matrices and batches of them.</summary>
    public static partial class linalg
    {
        public enum QRMode
        {
            Reduced,
            Complete,
            R,
        }

        public static Tensor cholesky(Tensor input) => Aten.LinalgCholesky.Call(input);
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) => Aten.LinalgCholeskyEx.CallTwo(input, false, check_errors);
        public static Tensor cond(Tensor input) => Aten.LinalgCond.Call(input);
        public static Tensor cond(Tensor input, int p) => Aten.LinalgCond.Call(input, p);
        public static Tensor cond(Tensor input, double p) => Aten.LinalgCond.Call(input, p);
        public static Tensor cond(Tensor input, string p) => Aten.LinalgCondPStr.Call(input, p);
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Aten.LinalgCross.Call(input, other, dim);
        public static Tensor det(Tensor input) => Aten.LinalgDet.Call(input);
        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) => Aten.LinalgDiagonal.Call(input, offset, dim1, dim2);
        public static (Tensor, Tensor) eig(Tensor input) => Aten.LinalgEig.CallTwo(input);
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Aten.LinalgEigh.CallTwo(input, UPLO.ToString());
        public static Tensor eigvals(Tensor input) => Aten.LinalgEigvals.Call(input);
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Aten.LinalgEigvalsh.Call(input, UPLO.ToString());
        public static Tensor householder_product(Tensor A, Tensor tau) => Aten.LinalgHouseholderProduct.Call(A, tau);
        public static Tensor inv(Tensor input) => Aten.LinalgInv.Call(input);
        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) => Aten.LinalgInvEx.CallTwo(input, check_errors);
        public static (Tensor LU, Tensor? Pivots) ldl_factor(Tensor input, bool hermitian = true) => Aten.LinalgLdlFactor.CallTwo(input, hermitian);
        public static (Tensor LU, Tensor? Pivots, Tensor? Info) ldl_factor_ex(Tensor input, bool hermitian = true, bool check_errors = false) =>
            Aten.LinalgLdlFactorEx.CallThree(input, hermitian, check_errors);
        public static Tensor ldl_solve(Tensor LD, Tensor pivots, Tensor B, bool hermitian = false) => Aten.LinalgLdlSolve.Call(LD, pivots, B, hermitian);
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) =>
            Aten.LinalgLstsq.CallFour(input, other);
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) =>
            Aten.LinalgLstsq.CallFour(input, other, rcond);
        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => Aten.LinalgLu.CallThree(input, pivot);
        public static (Tensor LU, Tensor? Pivots) lu_factor(Tensor input, bool pivot = true) => Aten.LinalgLuFactor.CallTwo(input, pivot);
        public static Tensor lu_solve(Tensor LU, Tensor pivots, Tensor B, bool left = true, bool adjoint = false, Tensor? @out = null) =>
            @out is null ? Aten.LinalgLuSolve.Call(LU, pivots, B, left, adjoint) : Aten.LinalgLuSolveOut.Into(@out, LU, pivots, B, left, adjoint);
        public static Tensor matrix_exp(Tensor input) => Aten.LinalgMatrixExp.Call(input);
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            Aten.LinalgMatrixNormStrOrd.Call(input, ord, dims ?? LastTwo, keepdim);
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Aten.LinalgMatrixNorm.Call(input, ord, dims ?? LastTwo, keepdim);
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Aten.LinalgMatrixRankAtolRtolFloat.Call(input, atol, rtol, hermitian);
        public static Tensor matrix_rank(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            Aten.LinalgMatrixRankAtolRtolTensor.Call(input, atol, rtol, hermitian);
        public static Tensor multi_dot(IList<Tensor> tensors) => Aten.LinalgMultiDot.Call(Argument.List(tensors));
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) => Aten.LinalgNormOrdStr.Call(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => Aten.LinalgNorm.Call(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) => Aten.LinalgNorm.Call(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => Aten.LinalgNorm.Call(input, Argument.None, dims, keepdim);
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Aten.LinalgPinvAtolRtolFloat.Call(input, atol, rtol, hermitian);
        public static Tensor pinv(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            Aten.LinalgPinvAtolRtolTensor.Call(input, atol, rtol, hermitian);
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            Aten.LinalgQr.CallTwo(input, mode switch { QRMode.Complete => "complete", QRMode.R => "r", _ => "reduced" });
        public static (Tensor, Tensor) slogdet(Tensor input) => Aten.LinalgSlogdet.CallTwo(input);
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => Aten.LinalgSolve.Call(A, B, left);
        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false) =>
            Aten.LinalgSolveEx.CallTwo(A, B, left, check_errors);
        public static Tensor solve_triangular(Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null) =>
            @out is null ? Aten.LinalgSolveTriangular.Call(A, B, upper, left, unitriangular) : Aten.LinalgSolveTriangularOut.Into(@out, A, B, upper, left, unitriangular);
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => Aten.LinalgSvd.CallThree(input, fullMatrices);
        public static Tensor svdvals(Tensor input) => Aten.LinalgSvdvals.Call(input);
        public static Tensor tensorinv(Tensor input, long ind) => Aten.LinalgTensorinv.Call(input, ind);
        public static Tensor tensorsolve(Tensor A, Tensor B, long[] dims) => Aten.LinalgTensorsolve.Call(A, B, dims);
        public static Tensor vander(Tensor input, long? N = null) => Aten.LinalgVander.Call(input, N);
        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor? @out = null) =>
            @out is null ? Aten.LinalgVecdot.Call(x, y, dim) : Aten.LinalgVecdotOut.Into(@out, x, y, dim);
        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            Aten.LinalgVectorNorm.Call(input, ord, dims, keepdim);

        private static readonly long[] LastTwo = [-2, -1];
    }
}
