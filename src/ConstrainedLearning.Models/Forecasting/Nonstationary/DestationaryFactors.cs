using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>What gives attention back the statistics that normalisation took: softmax((tau Q K' + 1 delta') / sqrt(E)) V.</summary>
/// <param name="Scale">tau, [B, 1, 1, 1].</param>
/// <param name="Shift">delta / sqrt(E), [B * heads, 1, L], one number for each row of the window.</param>
internal sealed record DestationaryFactors(Tensor Scale, Tensor Shift)
{
    /// <summary>From tau [B, 1] and delta [B, L].</summary>
    public static DestationaryFactors Of(Tensor tau, Tensor delta, int heads, int width)
    {
        var (batch, length) = (delta.shape[0], delta.shape[1]);
        var shift = (delta * (float)(1 / Math.Sqrt(width / heads))).view(batch, 1, 1, length).expand(-1, heads, -1, -1);
        return new(tau.view(batch, 1, 1, 1), shift.reshape(batch * heads, 1, length));
    }

    /// <summary>tau Q, for queries [B * heads, N, E].</summary>
    public Tensor Scaled(Tensor query)
    {
        var (batch, rows, size) = (Scale.shape[0], query.shape[1], query.shape[2]);
        return (query.view(batch, -1, rows, size) * Scale).view(-1, rows, size);
    }
}
