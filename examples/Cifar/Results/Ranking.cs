namespace Cifar.Results;

/// <summary>The families of transformations by what invariance to them cost.</summary>
internal static class Ranking
{
    /// <summary>
    /// The families, cheapest first: by the multiplier's mean over all steps, which has settled where the last value still swings, and where both are free by the loss.
    /// </summary>
    internal static IReadOnlyList<(string Name, RequirementResult Result)> Of(Summary summary) =>
        [.. summary.Requirements.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Value.Multiplier.Mean).ThenBy(pair => pair.Value.Loss)];

    /// <summary>What the ranking says, in words.</summary>
    internal static IEnumerable<string> Sentences(Summary summary)
    {
        var ranking = Of(summary);
        var ((cheap, first), (dear, last)) = (ranking[0], ranking[^1]);
        yield return FormattableString.Invariant($"cheapest: {cheap} at a mean price of {first.Multiplier.Mean:G3}; images that are transformed so look most like those trained on");
        yield return FormattableString.Invariant($"dearest: {dear} at a mean price of {last.Multiplier.Mean:G3}; lowering its loss by 0.1 more would cost about {0.1 * last.Multiplier.Last:G3} of the loss at the last price");
        var (relaxed, most) = ranking.MaxBy(pair => pair.Result.Slack);
        if (most.Slack > 0) yield return FormattableString.Invariant($"gave way most: {relaxed}, whose bound {summary.Epsilon:G3} became {summary.Epsilon + most.Slack:G3}");
        if (ranking.Any(pair => pair.Result.Loss - pair.Result.Slack > summary.Epsilon))
            yield return "some bounds were not met by the end: their prices still grow, and are a ranking rather than values";
    }
}
