using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

internal static partial class OperationTable
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Special = new()
    {
        ["special_entr"] = t => special.entr(t[0]),
        ["special_erfcx"] = t => special.erfcx(t[0]),
        ["special_expit"] = t => special.expit(t[0]),
        ["special_i0e"] = t => special.i0e(t[0]),
        ["special_i1"] = t => special.i1(t[0]),
        ["special_ndtr"] = t => special.ndtr(t[0]),
        ["special_ndtri"] = t => special.ndtri(t[0]),
        ["special_xlog1py"] = t => special.xlog1py(t[0], t[1]),
        ["special_zeta"] = t => special.zeta(t[0].detach(), t[1].detach()),
        ["special_bessel_j0"] = t => special.bessel_j0(t[0].detach()),
        ["special_gammaln"] = t => special.gammaln(t[0]),
    };
}
