namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        BartlettWindowPeriodic = new("bartlett_window.periodic"), BlackmanWindowPeriodic = new("blackman_window.periodic"),
        HammingWindowPeriodicAlphaBeta = new("hamming_window.periodic_alpha_beta"), HannWindowPeriodic = new("hann_window.periodic"),
        KaiserWindowBeta = new("kaiser_window.beta");
}
