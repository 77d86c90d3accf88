using ConstrainedLearning.Layers;
using ConstrainedLearning.Quantization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>One adapter's part in a layer.</summary>
/// <param name="Name">The adapter's name.</param>
/// <param name="Adapter">The adapter.</param>
/// <param name="Weight">How much of it counts.</param>
/// <param name="Sites">Its sites there: the whole layer, or some of its rows each.</param>
internal sealed record LayerPart(string Name, IAdapter Adapter, double Weight, IReadOnlyList<Site> Sites)
{
    internal Tensor Forward(Site site, Tensor input, Tensor output) =>
        Weight == 1 ? Adapter.Forward(site, input, output) : output + ((IAdditive)Adapter).Path(site, input) * Weight;

    internal SiteWeights Effective(Site site, SiteWeights weights) => Adapter switch
    {
        IAdditive additive when Weight != 1 => weights.Plus(additive.Delta(site) * Weight, additive.BiasDelta(site) is { } delta ? delta * Weight : null),
        IReparametrization reparametrization => reparametrization.Effective(site, weights),
        _ => throw new InvalidOperationException($"the adapter '{Name}' ({Adapter.Method}) is no change of weights and cannot be merged: switch it off, or keep the adapters beside the model"),
    };

    /// <summary>Which comes first on a layer.</summary>
    internal int Order => Adapter switch { IAdditive => 1, IReparametrization => 0, _ => 2 };
}

/// <summary>A layer of a model and the active adapters on it.</summary>
internal sealed class AdaptedLayer : ILayerChange, IDisposable
{
    private readonly IDisposable _held;
    private readonly Func<bool> _isLive;
    private LayerPart[] _parts = [];

    internal AdaptedLayer(nn.Module layer, Func<bool> isLive)
    {
        (Layer, _isLive) = (layer, isLive);
        _held = layer switch
        {
            nn.Module<Tensor, Tensor> plain => LayerComputation.Of(plain).Change(this),
            MultiheadAttention attention => new AdaptedAttention(attention, this),
            _ => throw new ArgumentException($"a {layer.GetName()} cannot be adapted: it is neither a layer of one input nor a MultiheadAttention"),
        };
    }

    internal nn.Module Layer { get; }

    internal bool IsActive => _parts.Length > 0;

    internal bool IsLive => IsActive && _isLive();

    /// <summary>Refuses adapters that do not go together on a layer.</summary>
    internal static void Check(IReadOnlyList<LayerPart> parts)
    {
        (LayerPart Part, Site Site)[] changes = [.. parts.Where(part => part.Order == 0).SelectMany(part => part.Sites.Select(site => (part, site)))];
        foreach (var (part, site) in changes)
            if (changes.FirstOrDefault(other => other.Part != part && other.Site.Overlaps(site)) is { Part: { } other })
                throw new ArgumentException($"the adapters '{part.Name}' and '{other.Name}' both change the weight of '{site.Name}' otherwise than by adding, and the result would hang on their order: activate one of them");
    }

    internal void Arrange(IReadOnlyList<LayerPart> parts) => _parts = [.. parts.OrderBy(part => part.Order)];

    /// <summary>The layer's parameters with the active adapters, with gradient: one entry for each weight that is adapted, whole.</summary>
    /// <param name="which">Which adapters; null (the default): all.</param>
    internal IEnumerable<(WeightSlot Slot, SiteWeights Weights)> Effective(Func<LayerPart, bool>? which = null)
    {
        LayerPart[] parts = which is null ? _parts : [.. _parts.Where(which)];
        foreach (var slot in parts.SelectMany(part => part.Sites).Select(site => site.Slot).DistinctBy(slot => slot.Weight.Handle).ToList())
        {
            var weights = new SiteWeights(slot.Weight, slot.Bias);
            foreach (var part in parts)
            {
                Site[] sites = [.. part.Sites.Where(site => site.Slot.Weight.Handle == slot.Weight.Handle)];
                weights = sites switch { [] => weights, [{ Rows: null } whole] => part.Effective(whole, weights), _ => Rowwise(part, sites, weights) };
            }
            yield return (slot, weights);
        }
    }

    /// <summary>While the result lives, the layer computes with its merged weights on a grid.</summary>
    internal IDisposable Compute(IQuantizer grid) => Layer is nn.Module<Tensor, Tensor> layer
        ? LayerComputation.Of(layer).Replace(input => Apply(input, grid))
        : throw new InvalidOperationException($"a pass with merged weights on a grid is had for linear layers, convolutions and embeddings, not for a {Layer.GetName()}");

    /// <summary>What a part of a larger module gives with the active adapters.</summary>
    internal Tensor Forward(Site site, Tensor input, Tensor output)
    {
        if (!IsLive) return output;
        foreach (var part in _parts)
            foreach (var own in part.Sites)
                if (own.Rows == site.Rows && own.Slot.Weight.Handle == site.Slot.Weight.Handle) output = part.Forward(own, input, output);
        return output;
    }

    public void Dispose() => _held.Dispose();

    (Tensor Weight, Tensor? Bias)? ILayerChange.Weights()
    {
        if (!IsLive || !_parts.Any(IsChangeOfWeights)) return null;
        var (_, weights) = Effective(IsChangeOfWeights).Single();
        return (weights.Weight, weights.Bias);
    }

    Tensor ILayerChange.Apply(Tensor input, Tensor output, bool hasChangedWeights)
    {
        var parts = hasChangedWeights ? [.. _parts.Where(part => !IsChangeOfWeights(part))] : _parts;
        if (parts.Length == 0 || !IsLive) return output;
        using var scope = NewDisposeScope();
        foreach (var part in parts) output = part.Sites is [{ Rows: null } whole] ? part.Forward(whole, input, output) : Rowwise(part, input, output);
        return output.MoveToOuterDisposeScope();
    }

    private static bool IsChangeOfWeights(LayerPart part) => part.Adapter is IReparametrization;

    private static Tensor Rowwise(LayerPart part, Tensor input, Tensor output) =>
        cat([.. Pieces(part.Sites, output.size(-1)).Select(piece => piece.Site is { } site ? part.Forward(site, input, output.narrow(-1, piece.Start, piece.Count)) : output.narrow(-1, piece.Start, piece.Count))], -1);

    private static SiteWeights Rowwise(LayerPart part, IReadOnlyList<Site> sites, SiteWeights weights)
    {
        List<Tensor> matrices = [], biases = [];
        var hasBias = false;
        foreach (var (site, start, count) in Pieces(sites, weights.Weight.size(0)))
        {
            var piece = new SiteWeights(weights.Weight.narrow(0, start, count), weights.Bias?.narrow(0, start, count));
            if (site is not null) piece = part.Effective(site, piece);
            matrices.Add(piece.Weight);
            hasBias |= piece.Bias is not null;
            biases.Add(piece.Bias ?? piece.Weight.new_zeros(count));
        }
        return new SiteWeights(cat(matrices), hasBias ? cat(biases) : null);
    }

    // The rows of the sites and, without a site, those between them.
    private static IEnumerable<(Site? Site, long Start, long Count)> Pieces(IReadOnlyList<Site> sites, long total)
    {
        var next = 0L;
        foreach (var site in sites.OrderBy(site => site.Rows!.Value.Start))
        {
            var rows = site.Rows!.Value;
            if (rows.Start > next) yield return (null, next, rows.Start - next);
            yield return (site, rows.Start, rows.Count);
            next = rows.Start + rows.Count;
        }
        if (next < total) yield return (null, next, total - next);
    }

    private Tensor Apply(Tensor input, IQuantizer grid)
    {
        using var scope = NewDisposeScope();
        var (_, weights) = Effective().Single();
        return LayerMap.Apply(Layer, input, grid.StraightThrough(weights.Weight), weights.Bias).MoveToOuterDisposeScope();
    }
}
