namespace ConstrainedLearning.Models.Data;

/// <summary>
/// Random numbers that depend on two given ones alone, on every platform and in every version of .NET: SplitMix64 (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", OOPSLA 2014).
/// </summary>
internal struct SplitMix64(long seed, long stream)
{
    private ulong _state = Mix((ulong)seed) ^ Mix(~(ulong)stream);

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(_state += 0x9e3779b97f4a7c15);

    /// <summary>Uniform on 0..count-1, with a bias below count / 2^64: the high half of a 128-bit product.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>Uniform on [-1, 1).</summary>
    public double Symmetric() => (Next() >> 11) * (1.0 / (1L << 52)) - 1;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
