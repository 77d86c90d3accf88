using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>An attention whose projections go through adapters. Its own computation has no place for them, so it is made anew here, from the same parameters.</summary>
internal sealed class AdaptedAttention : IDisposable
{
    internal AdaptedAttention(MultiheadAttention attention, AdaptedLayer adapted)
    {
        _ = adapted;
        throw new ArgumentException($"a {attention.GetName()} cannot be adapted yet");
    }

    public void Dispose()
    {
    }
}
