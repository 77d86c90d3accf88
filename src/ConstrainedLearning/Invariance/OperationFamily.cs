namespace ConstrainedLearning.Invariance;

/// <summary>Operations that one pass over their images applies together: they differ in coefficients alone.</summary>
/// <param name="Members">Their places in the choice.</param>
internal sealed record OperationFamily(IReadOnlyList<int> Members)
{
    internal static IReadOnlyList<OperationFamily> Of(IReadOnlyList<Transformation> operations)
    {
        var families = new List<List<int>>();
        for (var i = 0; i < operations.Count; i++)
        {
            if (families.Find(family => operations[family[0]].IsAppliedLike(operations[i])) is { } family) family.Add(i);
            else families.Add([i]);
        }
        return [.. families.Select(family => new OperationFamily(family))];
    }
}
