using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>An additive adapter whose Delta is a product of two thin matrices at every site, Delta = B A; a method gives the two.</summary>
/// <inheritdoc/>
public abstract class LowRankAdapter(string method, IReadOnlyList<Site> sites, double dropout = 0) : AdditiveAdapter(method, SiteCheck.Matrices(method, sites), dropout)
{
    /// <summary>A [rank, inputs] and B [outputs, rank] of a site, all scales in them, with gradient.</summary>
    public abstract (Tensor A, Tensor B) FactorsOf(Site site);

    /// <inheritdoc/>
    public override Tensor Delta(Site site)
    {
        var (a, b) = FactorsOf(site);
        return site.FromMatrix(b.matmul(a));
    }

    /// <inheritdoc/>
    public override Tensor Path(Site site, Tensor input)
    {
        var (a, b) = FactorsOf(site);
        return Path(site, Dropped(site, input), a, b);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Site site, Tensor input, Tensor output)
    {
        var (a, b) = FactorsOf(site);
        input = Dropped(site, input);
        if (site.Layer is not Linear || !IsThin(a.size(0), site, input) || !output.is_contiguous() || output.numel() == 0) return output + Path(site, input, a, b);
        // The second product adds to the output where it is made.
        var features = nn.functional.linear(input, a);
        return features.dtype == output.dtype
            ? output.view(-1, site.Outputs).addmm(features.reshape(-1, a.size(0)), b.t()).view(output.shape)
            : output + nn.functional.linear(features, b);
    }

    /// <summary>||B A||^2 = tr((B' B)(A A')).</summary>
    /// <inheritdoc/>
    public override Tensor SquaredNorm(Site site)
    {
        var (a, b) = FactorsOf(site);
        return (b.t().matmul(b) * a.matmul(a.t())).sum();
    }

    private static Tensor Path(Site site, Tensor input, Tensor a, Tensor b) =>
        IsThin(a.size(0), site, input) ? site.Apply(input, a, b) : site.Apply(input, new SiteWeights(site.FromMatrix(b.matmul(a)), null));

    // n inputs through both factors: n r (o + i). Through their product, made first: r o i + n o i.
    private static bool IsThin(long rank, Site site, Tensor input)
    {
        if (site.IsTable || site.IsConvolution) return true;
        double inputs = site.Inputs, outputs = site.Outputs, count = input.numel() / inputs;
        return count * rank * (inputs + outputs) <= (rank + count) * inputs * outputs;
    }
}
