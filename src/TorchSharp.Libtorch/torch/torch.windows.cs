using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor bartlett_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.BartlettWindowPeriodic.Call(len, periodic, dtype ?? default_dtype, Argument.None, On(device)), requires_grad);

    public static Tensor blackman_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.BlackmanWindowPeriodic.Call(len, periodic, dtype ?? default_dtype, Argument.None, On(device)), requires_grad);

    public static Tensor hamming_window(long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.HammingWindowPeriodicAlphaBeta.Call(len, periodic, alpha, beta, dtype ?? default_dtype, Argument.None, On(device)), requires_grad);

    public static Tensor hann_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.HannWindowPeriodic.Call(len, periodic, dtype ?? default_dtype, Argument.None, On(device)), requires_grad);

    public static Tensor kaiser_window(long len, bool periodic = true, float beta = 12f, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.KaiserWindowBeta.Call(len, periodic, beta, dtype ?? default_dtype, Argument.None, On(device)), requires_grad);
}
