namespace ConstrainedLearning.Quantization.Budgets;

/// <summary>The least error of the last groups of a <see cref="MultipleChoiceKnapsack"/> where choices may be mixed, as a function of the capacity: convex, falling, linear between corners.</summary>
/// <remarks>Each group's own is the lower hull of its choices; the sum takes their pieces by steepness. At a corner each group has one choice.</remarks>
internal sealed class RelaxedGroups
{
    private readonly Piece[] _pieces;

    /// <param name="groups">Each ascending in cost from 0 and falling in error.</param>
    /// <param name="first">The first of the last groups.</param>
    internal RelaxedGroups(Choice[][] groups, int first)
    {
        _pieces = [.. Enumerable.Range(first, groups.Length - first).SelectMany(group => Hull(groups[group], group)).OrderByDescending(piece => piece.Steepness)];
        (Costs, Errors) = (new long[_pieces.Length + 1], new double[_pieces.Length + 1]);
        // From the end, where all errors are least: what is small stays exact.
        for (var group = first; group < groups.Length; group++) Errors[^1] += groups[group][^1].Error;
        for (var i = 0; i < _pieces.Length; i++) Costs[i + 1] = Costs[i] + _pieces[i].Cost;
        for (var i = _pieces.Length; i > 0; i--) Errors[i - 1] = Errors[i] + _pieces[i - 1].Error;
    }

    /// <summary>Of the corners, ascending.</summary>
    internal long[] Costs { get; }

    /// <summary>At the corners, falling.</summary>
    internal double[] Errors { get; }

    /// <summary>The last corner within a capacity.</summary>
    internal int CornerAt(long capacity)
    {
        var place = Array.BinarySearch(Costs, capacity);
        return place >= 0 ? place : ~place - 1;
    }

    /// <summary>The least error at a capacity.</summary>
    internal double At(long capacity)
    {
        var corner = CornerAt(capacity);
        return corner == _pieces.Length ? Errors[corner] : Errors[corner] - _pieces[corner].Error * ((double)(capacity - Costs[corner]) / _pieces[corner].Cost);
    }

    /// <summary>The choices that change from the cheapest to those of a corner, each group's in the order of its cost.</summary>
    internal IEnumerable<(int Group, int Choice)> StepsTo(int corner) => _pieces.Take(corner).Select(piece => (piece.Group, piece.Choice));

    private static List<Piece> Hull(Choice[] choices, int group)
    {
        List<Piece> hull = [];
        foreach (var choice in choices.Skip(1))
        {
            var piece = new Piece(choice.Cost, choices[0].Error - choice.Error, group, choice.Index);
            foreach (var before in hull) piece = piece with { Cost = piece.Cost - before.Cost, Error = piece.Error - before.Error };
            for (; hull.Count > 0 && hull[^1].Steepness < piece.Steepness; hull.RemoveAt(hull.Count - 1)) piece = piece with { Cost = piece.Cost + hull[^1].Cost, Error = piece.Error + hull[^1].Error };
            hull.Add(piece);
        }
        return hull;
    }

    /// <summary>A step on one group's hull, up to a choice.</summary>
    private readonly record struct Piece(long Cost, double Error, int Group, int Choice)
    {
        internal double Steepness => Error / Cost;
    }
}
