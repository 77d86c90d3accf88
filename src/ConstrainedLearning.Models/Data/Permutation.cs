namespace ConstrainedLearning.Models.Data;

/// <summary>Orders of 0..n-1 that depend on two numbers alone.</summary>
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

    /// <summary>Fisher-Yates with <see cref="SplitMix64"/>, seeded with both numbers.</summary>
    public static long[] Of(int count, long seed, long epoch)
    {
        var order = Identity(count);
        var random = new SplitMix64(seed, epoch);
        for (var last = count - 1; last > 0; last--)
        {
            var other = random.Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order;
    }
}
