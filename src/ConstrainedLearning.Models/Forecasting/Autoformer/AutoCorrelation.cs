using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>
/// Mixes rows by how alike a series and its delayed self are: R(l) = mean over the width of (sum over t of q_{t+l} k_t), softmax over the k largest R(l), and
/// y_t = sum over these lags of softmax(R)_l v_{t+l}, rows counted in a ring. Wu et al., "Autoformer", NeurIPS 2021, equations 5 and 6.
/// </summary>
internal static class AutoCorrelation
{
    /// <summary>How many of <paramref name="length"/> lags are used: [factor ln length], at least one.</summary>
    public static int Lags(int factor, long length) => (int)Math.Clamp(factor * Math.Log(length), 1, length);

    /// <summary>
    /// Spectra of query, key and value over time, [B, length/2 + 1, width] each, to [B, length, width]. In training all windows of a batch share their lags,
    /// those with the largest mean R; in evaluation each has its own.
    /// </summary>
    public static Tensor Mix(Tensor query, Tensor key, Tensor value, long length, int factor, bool training)
    {
        // The mean over the width before the way back: one inverse transform a window.
        var correlation = fft.irfft((query * key.conj()).mean([2]), length, 1);
        var (batch, lags) = (correlation.shape[0], Lags(factor, length));
        var chosen = training
            ? correlation.detach().mean([0]).topk(lags, 0, sorted: false).indexes.expand(batch, -1)
            : correlation.detach().topk(lags, 1, sorted: false).indexes;
        var shares = zeros_like(correlation).scatter(1, chosen, correlation.gather(1, chosen).softmax(1));
        // A sum of delayed copies is a correlation too: a product of spectra, whatever the lags and however many.
        return fft.irfft(value * fft.rfft(shares, dim: 1).conj().unsqueeze(2), length, 1);
    }
}
