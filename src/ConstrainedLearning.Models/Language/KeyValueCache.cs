using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language;

/// <summary>
/// The keys and values of the tokens that a model has read, for <see cref="LanguageModel.Continue"/>: 2 * layers * batch * key heads * head width numbers a token, on the model's device, in memory that
/// doubles when it is full. It belongs to one sequence (or batch of them) and to one model; the caller disposes it.
/// </summary>
public sealed class KeyValueCache : IDisposable
{
    private const int SmallestCapacity = 16;
    private readonly List<(Tensor Keys, Tensor Values)> _layers = [];

    /// <summary>Tokens read.</summary>
    public int Length { get; private set; }

    /// <summary>Forgets the tokens, and frees the memory; another sequence can begin.</summary>
    public void Clear()
    {
        foreach (var (keys, values) in _layers)
        {
            keys.Dispose();
            values.Dispose();
        }
        _layers.Clear();
        Length = 0;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => Clear();

    /// <summary>Puts keys and values [batch * heads, length, E] of one layer behind those before, and gives all: views [batch * heads, past + length, E], valid until the next call.</summary>
    internal (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        if (layer == _layers.Count) _layers.Add((Room(keys, SmallestCapacity), Room(values, SmallestCapacity)));
        else if (!Fits(_layers[layer].Keys, keys)) throw new ArgumentException($"the cache holds keys {Shown(_layers[layer].Keys)}, the model gives {Shown(keys)}: a cache belongs to one model and one batch; make a new one, or Clear it.");
        var (oldKeys, oldValues) = _layers[layer];
        _layers[layer] = (Extended(oldKeys, keys), Extended(oldValues, values));
        return (_layers[layer].Keys.narrow(1, 0, Length + keys.shape[1]), _layers[layer].Values.narrow(1, 0, Length + keys.shape[1]));
    }

    /// <summary>All layers have read so many more tokens.</summary>
    internal void Advance(int length) => Length += length;

    private Tensor Extended(Tensor held, Tensor added)
    {
        using var scope = NewDisposeScope();
        var needed = Length + added.shape[1];
        var room = held;
        if (held.shape[1] < needed)
        {
            room = Room(held, Math.Max(2 * held.shape[1], needed));
            room.narrow(1, 0, Length).copy_(held.narrow(1, 0, Length));
            held.Dispose();
        }
        room.narrow(1, Length, added.shape[1]).copy_(added);
        return room;
    }

    private static Tensor Room(Tensor like, long capacity) => empty([like.shape[0], capacity, like.shape[2]], dtype: like.dtype, device: like.device).DetachFromDisposeScope();

    private static bool Fits(Tensor held, Tensor added) =>
        held.shape[0] == added.shape[0] && held.shape[2] == added.shape[2] && held.dtype == added.dtype && held.device_type == added.device_type && held.device_index == added.device_index;

    private static string Shown(Tensor keys) => $"{keys.dtype} [{keys.shape[0]}, ..., {keys.shape[2]}] on {keys.device_type}";
}
