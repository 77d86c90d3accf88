using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>Chooses the keys that each query is tried on: int64 [queries, count], each below <paramref name="keys"/>, on <paramref name="device"/>.</summary>
internal delegate Tensor KeySampler(int queries, int keys, int count, Device device);

/// <summary>Ways to choose them.</summary>
internal static class KeySampling
{
    /// <summary>Independently and uniformly, from torch's random numbers.</summary>
    public static Tensor Drawn(int queries, int keys, int count, Device device) => randint(keys, [queries, count], dtype: int64, device: device);

    /// <summary>At equal distances, beginning at the query's own row: key (i + [j keys / count]) mod keys for query i.</summary>
    public static Tensor Spaced(int queries, int keys, int count, Device device)
    {
        var chosen = new long[queries, count];
        for (var query = 0; query < queries; query++)
            for (var sample = 0; sample < count; sample++)
                chosen[query, sample] = (query + (long)sample * keys / count) % keys;
        return tensor(chosen, device: device);
    }
}
