using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>One adapter in the place of several: a weighted sum of their Deltas, sum_a w_a Delta_a, exactly or at a given rank.</summary>
/// <remarks>
/// It is the Deltas that are added, never the factors, whose sums mean another thing: (B1 + B2)(A1 + A2) is not B1 A1 + B2 A2. A site that some of the adapters lack has the sum of the others. Results are new, of the
/// same model's sites, with s = 1 (alpha is the rank), and the caller's; the adapters stay as they are.
/// </remarks>
public static class Combination
{
    /// <summary>The sum exactly, at the sum of the ranks: A = [A_1; A_2; ..], B = [w_1 B_1, w_2 B_2, ..].</summary>
    /// <param name="parts">Adapters of one model, with any finite weights; their ranks may differ.</param>
    public static LoRA Concatenated(params IReadOnlyList<(LowRankAdapter Adapter, double Weight)> parts)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return Made([.. SitesOf([.. parts.Select(part => ((IAdditive)part.Adapter, part.Weight))]).Select(site => Stacked(site.Site, [.. site.Parts.Select(part => ((LowRankAdapter)part.Adapter, part.Weight))]))]);
    }

    /// <summary>The nearest adapter of a rank to the sum, in the Frobenius norm of each Delta: its truncated singular value decomposition U S V', shared out as B = U sqrt(S), A = sqrt(S) V'.</summary>
    /// <remarks>Exact where the rank is at least the sum's. Of low-rank parts alone, thin factors are decomposed and no Delta is made.</remarks>
    /// <param name="rank">Of each site; less where its matrix or the sum has less.</param>
    /// <param name="parts">Additive adapters of one model, of any method, with any finite weights.</param>
    public static LoRA Compressed(int rank, params IReadOnlyList<(IAdditive Adapter, double Weight)> parts)
    {
        SiteCheck.Rank(rank);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return Made([.. SitesOf(parts).Select(site => Truncated(site.Site, site.Parts, rank))]);
    }

    /// <summary>An additive adapter of any method as LoRA: the nearest of that rank.</summary>
    /// <param name="adapter">Borrowed.</param>
    /// <param name="rank">Of each site; less where its matrix has less.</param>
    public static LoRA ToLoRA(IAdditive adapter, int rank) => Compressed(rank, (adapter, 1));

    /// <summary>The pattern that fits a site's whole name and nothing else.</summary>
    internal static string Exactly(Site site) => $"^{Regex.Escape(site.Name)}$";

    private static List<(Site Site, (IAdditive Adapter, double Weight)[] Parts)> SitesOf(IReadOnlyList<(IAdditive Adapter, double Weight)> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("a combination is of one adapter at least", nameof(parts));
        foreach (var (adapter, weight) in parts)
            if (!double.IsFinite(weight)) throw new ArgumentException($"the weight of an adapter ({adapter.Method}) is {weight}, expected a finite number", nameof(parts));
        List<(Site, (IAdditive, double)[])> result = [];
        foreach (var group in parts.SelectMany(part => part.Adapter.Sites.Select(site => (Site: site, Part: part))).GroupBy(item => item.Site.Name))
        {
            var site = group.First().Site;
            if (group.Any(item => item.Site.Layer != site.Layer)) throw new ArgumentException($"the site '{site.Name}' is of several models: an adapter is combined with others of the same one", nameof(parts));
            result.Add((site, [.. group.Select(item => (item.Part.Adapter, item.Part.Weight))]));
        }
        return result;
    }

    private static (Site Site, Tensor A, Tensor B) Stacked(Site site, (LowRankAdapter Adapter, double Weight)[] parts)
    {
        var factors = parts.Select(part => (Factors: part.Adapter.FactorsOf(Own(part.Adapter, site)), part.Weight)).ToArray();
        return (site, cat([.. factors.Select(part => part.Factors.A)]), cat([.. factors.Select(part => part.Factors.B * part.Weight)], 1));
    }

    private static (Site Site, Tensor A, Tensor B) Truncated(Site site, (IAdditive Adapter, double Weight)[] parts, int rank)
    {
        if (parts.All(part => part.Adapter is LowRankAdapter))
        {
            var (_, a, b) = Stacked(site, [.. parts.Select(part => ((LowRankAdapter)part.Adapter, part.Weight))]);
            if (a.size(0) < Math.Min(site.Outputs, site.Inputs))
            {
                var ((rows, right), (columns, left)) = (linalg.qr(Wide.Of(a).t()), linalg.qr(Wide.Of(b)));
                var (inner, outer) = Halves(left.matmul(right.t()), rank);
                return (site, inner.matmul(rows.t()), columns.matmul(outer));
            }
        }
        var delta = parts.Select(part => Wide.Of(site.ToMatrix(part.Adapter.Delta(Own(part.Adapter, site)))) * part.Weight).Aggregate((sum, next) => sum + next);
        var halves = Halves(delta, rank);
        return (site, halves.A, halves.B);
    }

    private static (Tensor A, Tensor B) Halves(Tensor matrix, int rank)
    {
        var (u, s, vh) = linalg.svd(matrix, fullMatrices: false);
        var kept = Math.Min(rank, s.size(0));
        var root = s.narrow(0, 0, kept).sqrt();
        return (vh.narrow(0, 0, kept) * root.unsqueeze(1), u.narrow(1, 0, kept) * root);
    }

    private static Site Own(IAdditive adapter, Site site) => adapter.Sites.First(own => own.Name == site.Name);

    private static LoRA Made(IReadOnlyList<(Site Site, Tensor A, Tensor B)> factors)
    {
        var made = new LoRA([.. factors.Select(item => item.Site)], new LoRAOptions { Ranks = [.. factors.Select(item => KeyValuePair.Create(Exactly(item.Site), (int)item.A.size(0)))] });
        foreach (var (site, a, b) in factors)
        {
            made.Factors[LoRA.First(site)].copy_(a);
            made.Factors[LoRA.Second(site)].copy_(b);
        }
        return made;
    }
}
