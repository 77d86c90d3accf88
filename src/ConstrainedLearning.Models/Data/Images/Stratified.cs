namespace ConstrainedLearning.Models.Data.Images;

/// <summary>Choices that treat every class alike; they depend on the labels and the seed alone. All results ascend.</summary>
internal static class Stratified
{
    /// <summary>round(fraction n_c) places of every class, fewer than n_c, and all others.</summary>
    public static (long[] Kept, long[] HeldOut) HoldOut(long[] labels, double fraction, long seed)
    {
        if (fraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, $"{nameof(fraction)} is {fraction}, expected 0 < {nameof(fraction)} < 1.");
        var heldOut = Choose(labels, seed, size => Math.Min(size - 1, (int)Math.Round(fraction * size, MidpointRounding.AwayFromZero)));
        var chosen = heldOut.ToHashSet();
        return ([.. Permutation.Identity(labels.Length).Where(place => !chosen.Contains(place))], heldOut);
    }

    /// <summary>count places of every class, or all where it has fewer.</summary>
    public static long[] PerClass(long[] labels, int count, long seed) => Choose(labels, seed, size => Math.Min(size, count));

    private static long[] Choose(long[] labels, long seed, Func<int, int> countOf)
    {
        var classes = Permutation.Identity(labels.Length).GroupBy(place => labels[place]);
        return [.. classes.SelectMany(group => First([.. group], seed, group.Key, countOf)).Order()];
    }

    private static IEnumerable<long> First(long[] places, long seed, long label, Func<int, int> countOf) =>
        Permutation.Of(places.Length, seed, label).Take(countOf(places.Length)).Select(i => places[i]);
}
