namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        LuUnpack = new("lu_unpack"), LinalgLuFactorEx = new("linalg_lu_factor_ex"),
        InternalStandardGamma = new("_standard_gamma"), InternalSampleDirichlet = new("_sample_dirichlet");
}
