using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>What a decoder that writes all future rows at once is given: the last known rows, then zeros. Zhou et al., "Informer", AAAI 2021, section "Generative inference".</summary>
internal static class DecoderInput
{
    /// <summary>[B, lookback, C] to [B, label + horizon, C].</summary>
    public static Tensor Values(Tensor past, int label, int horizon)
    {
        var unknown = past.new_zeros(past.shape[0], horizon, past.shape[2]);
        return cat([past.narrow(1, past.shape[1] - label, label), unknown], 1);
    }

    /// <summary>The calendar of these rows, [B, label + horizon, F].</summary>
    public static Tensor Calendar(ForecastInput input, int label) => cat([input.PastTime.narrow(1, input.PastTime.shape[1] - label, label), input.FutureTime], 1);
}
