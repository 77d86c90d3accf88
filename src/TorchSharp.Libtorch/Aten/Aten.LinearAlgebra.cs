namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Mm = new("mm"), Bmm = new("bmm"), Matmul = new("matmul"), Mv = new("mv"), Dot = new("dot"), Vdot = new("vdot"), Inner = new("inner"),
        Outer = new("outer"), Kron = new("kron"), Trace = new("trace"), Addmm = new("addmm"), AddmmInPlace = new("addmm_"), Addmv = new("addmv"),
        AddmvInPlace = new("addmv_"), Addr = new("addr"), AddrInPlace = new("addr_"), Addbmm = new("addbmm"), AddbmmInPlace = new("addbmm_"),
        Baddbmm = new("baddbmm"), Tensordot = new("tensordot"), Det = new("det"), Logdet = new("logdet"), Inverse = new("inverse"),
        MatrixPower = new("matrix_power"), MatrixExp = new("matrix_exp"), CholeskyInverse = new("cholesky_inverse"),
        CholeskySolve = new("cholesky_solve"), Geqrf = new("geqrf"), Ormqr = new("ormqr"), StftCenter = new("stft.center"), Istft = new("istft");
}
