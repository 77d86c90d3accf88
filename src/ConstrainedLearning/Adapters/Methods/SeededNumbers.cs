using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Frozen numbers that a seed gives again on every machine: drawn on the CPU in Float32, by a generator that nothing else draws from.</summary>
internal sealed class SeededNumbers(long seed) : IDisposable
{
    private readonly Generator _generator = new(unchecked((ulong)seed), CPU);

    /// <summary>The next numbers, U(-bound, bound), of the data type and on the device of another tensor.</summary>
    internal Tensor Uniform(long[] size, double bound, Tensor like)
    {
        using var _ = no_grad();
        using var drawn = empty(size, ScalarType.Float32, CPU);
        nn.init.uniform_(drawn, -bound, bound, _generator);
        return drawn.to(like.dtype, like.device, copy: true);
    }

    public void Dispose() => _generator.Dispose();
}
