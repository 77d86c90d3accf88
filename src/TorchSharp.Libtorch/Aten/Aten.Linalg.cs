namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        LinalgCholesky = new("linalg_cholesky"), LinalgCholeskyEx = new("linalg_cholesky_ex"), LinalgCond = new("linalg_cond"),
        LinalgCondPStr = new("linalg_cond.p_str"), LinalgCross = new("linalg_cross"), LinalgDet = new("linalg_det"),
        LinalgDiagonal = new("linalg_diagonal"), LinalgEig = new("linalg_eig"), LinalgEigh = new("linalg_eigh"),
        LinalgEigvals = new("linalg_eigvals"), LinalgEigvalsh = new("linalg_eigvalsh"), LinalgHouseholderProduct = new("linalg_householder_product"),
        LinalgInv = new("linalg_inv"), LinalgInvEx = new("linalg_inv_ex"), LinalgLdlFactor = new("linalg_ldl_factor"),
        LinalgLdlFactorEx = new("linalg_ldl_factor_ex"), LinalgLdlSolve = new("linalg_ldl_solve"), LinalgLstsq = new("linalg_lstsq"),
        LinalgLu = new("linalg_lu"), LinalgLuFactor = new("linalg_lu_factor"), LinalgLuSolve = new("linalg_lu_solve"),
        LinalgLuSolveOut = new("linalg_lu_solve.out"), LinalgMatrixExp = new("linalg_matrix_exp"),
        LinalgMatrixNormStrOrd = new("linalg_matrix_norm.str_ord"), LinalgMatrixNorm = new("linalg_matrix_norm"),
        LinalgMatrixRankAtolRtolFloat = new("linalg_matrix_rank.atol_rtol_float"),
        LinalgMatrixRankAtolRtolTensor = new("linalg_matrix_rank.atol_rtol_tensor"), LinalgMultiDot = new("linalg_multi_dot"),
        LinalgNormOrdStr = new("linalg_norm.ord_str"), LinalgNorm = new("linalg_norm"), LinalgPinvAtolRtolFloat = new("linalg_pinv.atol_rtol_float"),
        LinalgPinvAtolRtolTensor = new("linalg_pinv.atol_rtol_tensor"), LinalgQr = new("linalg_qr"), LinalgSlogdet = new("linalg_slogdet"),
        LinalgSolve = new("linalg_solve"), LinalgSolveEx = new("linalg_solve_ex"), LinalgSolveTriangular = new("linalg_solve_triangular"),
        LinalgSolveTriangularOut = new("linalg_solve_triangular.out"), LinalgSvd = new("linalg_svd"), LinalgSvdvals = new("linalg_svdvals"),
        LinalgTensorinv = new("linalg_tensorinv"), LinalgTensorsolve = new("linalg_tensorsolve"), LinalgVander = new("linalg_vander"),
        LinalgVecdot = new("linalg_vecdot"), LinalgVecdotOut = new("linalg_vecdot.out"), LinalgVectorNorm = new("linalg_vector_norm");
}
