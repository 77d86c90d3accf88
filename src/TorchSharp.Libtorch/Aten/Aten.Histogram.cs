namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        HistogramBinsTensor = new("histogram.bins_tensor"), HistogramBinCt = new("histogram.bin_ct");
}
