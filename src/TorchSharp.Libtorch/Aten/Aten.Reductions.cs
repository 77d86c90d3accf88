namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Sum = new("sum"), SumDimIntList = new("sum.dim_IntList"), Nansum = new("nansum"), Mean = new("mean"), MeanDim = new("mean.dim"),
        Nanmean = new("nanmean"), Prod = new("prod"), ProdDimInt = new("prod.dim_int"), All = new("all"), AllDim = new("all.dim"), Any = new("any"),
        AnyDim = new("any.dim"), Max = new("max"), MaxDim = new("max.dim"), Min = new("min"), MinDim = new("min.dim"), Amax = new("amax"),
        AmaxOut = new("amax.out"), Amin = new("amin"), AminOut = new("amin.out"), Aminmax = new("aminmax"), Argmax = new("argmax"),
        Argmin = new("argmin"), Median = new("median"), Nanmedian = new("nanmedian"), Mode = new("mode"), Quantile = new("quantile"),
        Nanquantile = new("nanquantile"), Logsumexp = new("logsumexp"), NormScalar = new("norm.Scalar"), NormScalarOptDim = new("norm.ScalarOpt_dim"),
        CountNonzero = new("count_nonzero"), CountNonzeroDimIntList = new("count_nonzero.dim_IntList"), Histc = new("histc"),
        Bincount = new("bincount"), Cumsum = new("cumsum"), Cumprod = new("cumprod"), Cummax = new("cummax"), Cummin = new("cummin"),
        Logcumsumexp = new("logcumsumexp"), TrapezoidDx = new("trapezoid.dx"), TrapezoidX = new("trapezoid.x"),
        CumulativeTrapezoidDx = new("cumulative_trapezoid.dx"), CumulativeTrapezoidX = new("cumulative_trapezoid.x"), Diff = new("diff"),
        Cov = new("cov"), Corrcoef = new("corrcoef");
}
