using ConstrainedLearning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>The directions in which each site's inputs lie: right singular vectors v_j of the inputs X [rows, inputs] and the shares sigma_j^2 / sum sigma^2 that they explain. LoRA whose A starts as them sees what there is.</summary>
/// <remarks>
/// Of linear layers. The inputs of all passes are taken together, as X'X in double precision: inputs^2 numbers a layer while it lasts.
/// Reference: Paischer et al., "Parameter Efficient Fine-tuning via Explained Variance Adaptation" (EVA), arXiv 2410.07170. Owns the vectors.
/// </remarks>
public sealed class ExplainedVariance : IDisposable
{
    private readonly Tensor[] _vectors;

    private ExplainedVariance(IReadOnlyList<Site> sites, Tensor[] vectors, double[][] shares) => (Sites, _vectors, Shares) = (sites, vectors, shares);

    /// <summary>The sites.</summary>
    public IReadOnlyList<Site> Sites { get; }

    /// <summary>For each site the shares of its inputs' directions, the largest first.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Shares { get; }

    /// <summary>For each site its inputs' directions, shape [most, inputs], orthonormal rows. Borrowed.</summary>
    public IReadOnlyList<Tensor> Vectors => _vectors;

    /// <summary>Looks at the inputs of sites in some passes, in evaluation mode and without gradient. Waits for the device.</summary>
    /// <param name="model">Borrowed.</param>
    /// <param name="sites">Linear layers of it, whole or in parts.</param>
    /// <param name="passes">Each runs the model on one batch; at least one.</param>
    /// <param name="most">How many directions of each site are kept.</param>
    public static ExplainedVariance Of(nn.Module model, IReadOnlyList<Site> sites, IReadOnlyList<Action> passes, int most)
    {
        SiteCheck.Rank(most);
        if (passes.Count == 0) throw new ArgumentException("inputs are seen in one pass at least", nameof(passes));
        if (sites.FirstOrDefault(site => site.Layer is not Linear) is { } other) throw new ArgumentException($"the site '{other.Name}' is a {other.Layer.GetName()}: inputs are looked at for linear layers", nameof(sites));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var mode = new ModelMode(model, _ => false);
        var moments = sites.Select(site => site.Layer).Distinct().ToDictionary(layer => layer, layer => zeros(((Linear)layer).in_features, ((Linear)layer).in_features, ScalarType.Float64, ((Linear)layer).weight.device));
        Watch(moments, passes);
        var found = moments.ToDictionary(item => item.Key, item => Directions(item.Key, item.Value, most));
        return new ExplainedVariance(sites, [.. sites.Select(site => found[site.Layer].Vectors.to(site.Weight.dtype).clone().DetachFromDisposeScope())], [.. sites.Select(site => found[site.Layer].Shares)]);
    }

    /// <summary>The sites by the share that their first directions explain together.</summary>
    /// <param name="directions">How many.</param>
    public SiteRanking Ranking(int directions) => new("explained variance", [.. Sites.Select(site => site.Name)], [.. Shares.Select(shares => shares.Take(directions).Sum())]);

    /// <summary>Ranks of a given sum, to the directions that explain most of their own site's inputs, whichever the sites. Those of rank 0 are best left out.</summary>
    /// <param name="total">The sum of the ranks.</param>
    /// <param name="cap">The largest rank of a site; at most the directions that were kept.</param>
    public IReadOnlyList<int> Redistribute(int total, int cap)
    {
        SiteCheck.Rank(cap);
        var ranks = new int[Sites.Count];
        foreach (var (site, _) in Shares.SelectMany((shares, site) => shares.Take(cap).Select(share => (Site: site, Share: share))).OrderByDescending(item => item.Share).Take(total)) ranks[site]++;
        return ranks;
    }

    /// <summary>LoRA whose A are the first directions of each site and whose B are 0: Delta is 0 at the start. New, the caller's.</summary>
    /// <param name="ranks">One for each site, at most the directions that were kept; sites of rank 0 are left out.</param>
    /// <param name="options">Scale and the rest; null (the default): the defaults.</param>
    public LoRA Start(IReadOnlyList<int> ranks, LoRAOptions? options = null)
    {
        for (var i = 0; i < Math.Min(ranks.Count, Sites.Count); i++)
            if (ranks[i] < 0 || ranks[i] > _vectors[i].size(0)) throw new ArgumentOutOfRangeException(nameof(ranks), ranks[i], $"of '{Sites[i].Name}' {_vectors[i].size(0)} directions are known");
        using var _ = no_grad();
        var adapter = RankAllocation.LoRA(Sites, ranks, options);
        for (var i = 0; i < Sites.Count; i++)
            if (ranks[i] > 0) adapter.Factors[LoRA.First(Sites[i])].copy_(_vectors[i].narrow(0, 0, ranks[i]));
        return adapter;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var vectors in _vectors) vectors.Dispose();
    }

    private static void Watch(Dictionary<nn.Module, Tensor> moments, IReadOnlyList<Action> passes)
    {
        List<IDisposable> held = [];
        try
        {
            foreach (var (layer, moment) in moments)
                held.Add(LayerComputation.Of((nn.Module<Tensor, Tensor>)layer).Change((input, output) =>
                {
                    using var scope = NewDisposeScope();
                    var rows = input.detach().reshape(-1, input.size(-1)).to(ScalarType.Float64);
                    moment.add_(rows.t().matmul(rows));
                    return output;
                }));
            foreach (var pass in passes)
            {
                using var batch = NewDisposeScope();
                pass();
            }
        }
        finally
        {
            held.ForEach(region => region.Dispose());
        }
    }

    private static (Tensor Vectors, double[] Shares) Directions(nn.Module layer, Tensor moment, int most)
    {
        var all = moment.diagonal().sum().ToDouble();
        if (!(all > 0)) throw new InvalidOperationException($"a {layer.GetName()} layer of {moment.size(0)} inputs got nothing but zeros in the passes, or was not called: its inputs have no direction");
        var (values, vectors) = linalg.eigh(moment);
        var kept = (int)Math.Min(most, values.size(0));
        return (vectors.t().flip([0]).narrow(0, 0, kept), [.. values.flip([0]).narrow(0, 0, kept).clamp_min(0).ToDoubles().Select(value => value / all)]);
    }
}
