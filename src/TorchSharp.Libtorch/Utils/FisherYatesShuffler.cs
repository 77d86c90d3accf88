using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The numbers from 0 to size - 1 in random order: with a seed the same at each enumeration, without one a new one each time.</summary>
/// <param name="size">How many numbers.</param>
/// <param name="seed">What the order follows from.</param>
public class FisherYatesShuffler(long size, int? seed = null) : IEnumerable<long>
{
    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator()
    {
        var random = seed is { } fixedSeed ? new Random(fixedSeed) : new Random();
        var moved = new Dictionary<long, long>();
        for (var left = size; left > 0; left--)
        {
            // Draws from the numbers not drawn yet, without an array of all of them: only those that moved are kept.
            var place = random.NextInt64(left);
            yield return moved.GetValueOrDefault(place, place);
            moved[place] = moved.GetValueOrDefault(left - 1, left - 1);
            moved.Remove(left - 1);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
