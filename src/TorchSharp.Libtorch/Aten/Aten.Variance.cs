namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Std = new("std"), StdDim = new("std.dim"), Var = new("var"), VarDim = new("var.dim"), StdMean = new("std_mean"),
        StdMeanDim = new("std_mean.dim"), VarMean = new("var_mean"), VarMeanDim = new("var_mean.dim");
}
