using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>Random numbers of their own: while entered, torch's default CPU generator is at this stream's place, and afterwards where it was. So who draws here does not change what others draw.</summary>
internal sealed class RandomStream : IDisposable
{
    private Tensor _state;

    internal RandomStream(ulong seed)
    {
        using var generator = new Generator(seed);
        _state = generator.get_state().DetachFromDisposeScope();
    }

    /// <summary>Where the stream is, for checkpoints. Borrowed.</summary>
    internal Tensor State => _state;

    internal IDisposable Enter() => new Region(this);

    public void Dispose() => _state.Dispose();

    private sealed class Region : IDisposable
    {
        private readonly RandomStream _stream;
        private readonly Tensor _outside = get_rng_state().DetachFromDisposeScope();

        internal Region(RandomStream stream)
        {
            _stream = stream;
            set_rng_state(stream._state);
        }

        public void Dispose()
        {
            _stream._state.Dispose();
            _stream._state = get_rng_state().DetachFromDisposeScope();
            set_rng_state(_outside);
            _outside.Dispose();
        }
    }
}
