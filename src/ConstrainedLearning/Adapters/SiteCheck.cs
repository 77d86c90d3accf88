using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>What adapters ask of their sites.</summary>
internal static class SiteCheck
{
    internal static IReadOnlyList<Site> Distinct(string method, IReadOnlyList<Site> sites)
    {
        if (sites.Count == 0) throw new ArgumentException($"{method} needs at least one site", nameof(sites));
        if (sites.GroupBy(site => site.Name).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new ArgumentException($"{method} is given the site '{twice.Key}' twice", nameof(sites));
        foreach (var layer in sites.GroupBy(site => site.Layer).Where(layer => layer.Count() > 1))
            foreach (var site in layer)
                if (layer.FirstOrDefault(other => other != site && other.Overlaps(site)) is { } other) throw new ArgumentException($"{method} is given '{site.Name}' and '{other.Name}', which have rows in common", nameof(sites));
        return sites;
    }

    internal static IReadOnlyList<Site> Matrices(string method, IReadOnlyList<Site> sites) => Distinct(method, sites).FirstOrDefault(site => !site.IsMatrix) is { } vector
        ? throw new ArgumentException($"{method} changes matrices, and the site '{vector.Name}' is a {vector.Layer.GetName()} with a vector: leave it out, or give it to ScaleShift", nameof(sites))
        : sites;

    internal static IReadOnlyList<Site> WithBias(string method, IReadOnlyList<Site> sites) => Distinct(method, sites).FirstOrDefault(site => site.Bias is null) is { } bare
        ? throw new ArgumentException($"{method} changes biases, and the site '{bare.Name}', a {bare.Layer.GetName()}, has none: leave it out", nameof(sites))
        : sites;

    /// <summary>Scales that are divided by; looks at them, which waits for the device.</summary>
    internal static Tensor NonZero(string method, Site site, Tensor scales) => (scales != 0).all().ToBoolean()
        ? scales
        : throw new InvalidOperationException($"the present factors of {method} have no inverse at '{site.Name}': a scale is 0");

    internal static int Rank(int rank) => rank >= 1 ? rank : throw new ArgumentOutOfRangeException(nameof(rank), rank, "a rank is at least 1");
}
