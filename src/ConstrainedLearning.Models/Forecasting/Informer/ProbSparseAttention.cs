using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>
/// Multi-head self-attention in which only the u = c ceil(ln N) most active queries attend; the other rows get the mean of the values (of those up to
/// the row itself, where no row may see a later one). A query's activity is max_j s_j - mean_j s_j over its products s_j with u sampled keys:
/// [B, N, width] to the same. Zhou et al., "Informer", AAAI 2021, algorithm 1 and equation 4.
/// </summary>
/// <remarks>
/// Training draws the keys anew each time; evaluation spaces them evenly, so that the same window always gets the same forecast. The authors' code divides
/// the sum by N instead of u, and under the mask gives the running sum of the values instead of their mean; here both are as in the paper.
/// </remarks>
internal sealed class ProbSparseAttention : nn.Module<Tensor, Tensor>
{
    private readonly Linear project;
    private readonly Linear output;
    private readonly Dropout dropout;
    private readonly Tensor spaced;
    private readonly Tensor? mask;
    private readonly Tensor? counts;
    private readonly KeySampler _sampler;
    private readonly int _heads;

    /// <param name="options">Width, heads, dropout.</param>
    /// <param name="length">Rows, N.</param>
    /// <param name="factor">c.</param>
    /// <param name="causal">Whether no row may see a later one.</param>
    /// <param name="sampler">Chooses the keys in training.</param>
    public ProbSparseAttention(TransformerOptions options, int length, int factor, bool causal, KeySampler sampler) : base(nameof(ProbSparseAttention))
    {
        (_heads, _sampler) = (options.Heads, sampler);
        project = nn.Linear(options.Width, 3 * options.Width);
        output = nn.Linear(options.Width, options.Width);
        dropout = nn.Dropout(options.Dropout);
        var active = (int)Math.Clamp(factor * Math.Ceiling(Math.Log(length)), 1, length);
        spaced = KeySampling.Spaced(length, length, active, CPU).DetachFromDisposeScope();
        register_buffer(nameof(spaced), spaced, persistent: false);
        if (causal)
        {
            using var scope = NewDisposeScope();
            mask = Attention.CausalMask(length).squeeze(0).DetachFromDisposeScope();
            counts = arange(1, length + 1, dtype: float32).view(1, length, 1).DetachFromDisposeScope();
            register_buffer(nameof(mask), mask, persistent: false);
            register_buffer(nameof(counts), counts, persistent: false);
        }
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var parts = Attention.SplitHeads(project.call(input), 3, _heads);
        var (query, key, value) = (parts[0], parts[1], parts[2]);
        var active = MostActive(query, key);
        var rows = active.unsqueeze(2).expand(-1, -1, query.shape[2]);
        var hidden = mask?.index_select(0, active.flatten()).view(active.shape[0], active.shape[1], -1);
        var attended = Attention.Mix(query.gather(1, rows), key, value, hidden, dropout);
        var idle = counts is null ? value.mean([1], keepdim: true).expand_as(value) : value.cumsum(1).div_(counts);
        return output.call(Attention.JoinHeads(idle.scatter(1, rows, attended), _heads));
    }

    /// <summary>The rows of the most active queries, [B * heads, u].</summary>
    private Tensor MostActive(Tensor query, Tensor key)
    {
        using var frozen = no_grad();
        var (length, count) = ((int)spaced.shape[0], (int)spaced.shape[1]);
        // With as many samples as keys there is nothing to draw.
        var keys = training && count < length ? _sampler(length, length, count, query.device) : spaced;
        // All products and then a choice: gathering the keys would move count * E numbers a query instead of N, which is more up to a thousand rows and more.
        var products = query.bmm(key.transpose(1, 2)).gather(2, keys.expand(query.shape[0], -1, -1));
        return (products.amax([2L]) - products.mean([2])).topk(count, 1, sorted: false).indexes;
    }
}
