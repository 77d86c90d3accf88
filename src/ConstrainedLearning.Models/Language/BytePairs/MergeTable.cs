namespace ConstrainedLearning.Models.Language.BytePairs;

/// <summary>
/// Byte pair encoding: of all neighbours in a word that have a merge, the pair of the lowest rank, the leftmost of these, becomes one symbol, until none has. Sennrich, Haddow and Birch, "Neural Machine
/// Translation of Rare Words with Subword Units", ACL 2016.
/// </summary>
/// <param name="merges">The rank and the result of a pair.</param>
internal sealed class MergeTable(IReadOnlyDictionary<(int Left, int Right), (int Rank, int Result)> merges)
{
    private const int End = -1;

    /// <summary>Merges a word of n symbols, in O(n log n).</summary>
    public List<int> Merge(int[] symbols)
    {
        var (previous, next) = (new int[symbols.Length], new int[symbols.Length]);
        var queue = new PriorityQueue<(int Place, int Left, int Right), (int Rank, int Place)>();
        for (var i = 0; i < symbols.Length; i++) (previous[i], next[i]) = (i - 1, i + 1 < symbols.Length ? i + 1 : End);
        for (var i = 0; i + 1 < symbols.Length; i++) Offer(queue, symbols, i, i + 1);
        while (queue.TryDequeue(out var pair, out _))
        {
            // A symbol that was merged into another is marked, so that a pair that is no more is known.
            var (left, right) = (pair.Place, next[pair.Place]);
            if (right == End || symbols[left] != pair.Left || symbols[right] != pair.Right) continue;
            symbols[left] = merges[(pair.Left, pair.Right)].Result;
            symbols[right] = End;
            next[left] = next[right];
            if (next[left] != End)
            {
                previous[next[left]] = left;
                Offer(queue, symbols, left, next[left]);
            }
            if (previous[left] != End) Offer(queue, symbols, previous[left], left);
        }
        var result = new List<int>();
        for (var i = symbols.Length > 0 ? 0 : End; i != End; i = next[i]) result.Add(symbols[i]);
        return result;
    }

    private void Offer(PriorityQueue<(int, int, int), (int, int)> queue, int[] symbols, int left, int right)
    {
        if (merges.TryGetValue((symbols[left], symbols[right]), out var merge)) queue.Enqueue((left, symbols[left], symbols[right]), (merge.Rank, left));
    }
}
