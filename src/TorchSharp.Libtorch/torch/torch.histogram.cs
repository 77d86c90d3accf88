using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, Tensor bins, Tensor? weight = null, bool density = false) =>
        Aten.HistogramBinsTensor.CallTwo(input, bins, weight, density);

    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, long bins, (double min, double max)? range = null, Tensor? weight = null, bool density = false) =>
        Aten.HistogramBinCt.CallTwo(input, bins, range is var (min, max) ? [min, max] : (double[]?)null, weight, density);
}
