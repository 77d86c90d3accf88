namespace ConstrainedLearning.Models.Data;

/// <summary>Orders of 0..n-1 that depend on two numbers alone, on every platform and in every version of .NET.</summary>
internal static class Permutation
{
    /// <summary>0, 1, 2, ...</summary>
    public static long[] Identity(int count)
    {
        var order = new long[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        return order;
    }

    /// <summary>Fisher-Yates with SplitMix64 (Steele, Lea and Flood 2014), seeded with both numbers.</summary>
    public static long[] Of(int count, long seed, long epoch)
    {
        var order = Identity(count);
        var state = Mix((ulong)seed) ^ Mix(~(ulong)epoch);
        for (var last = count - 1; last > 0; last--)
        {
            state += 0x9e3779b97f4a7c15;
            // The high half of a 128-bit product maps 64 random bits to 0..last with a bias below count / 2^64.
            var other = (int)Math.BigMul(Mix(state), (ulong)last + 1, out _);
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
