using System.IO.Enumeration;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Finds the weights of a model by name.</summary>
public static class Sites
{
    /// <summary>The sites of a model that patterns name, in the order in which the model names its layers.</summary>
    /// <param name="model">Borrowed.</param>
    /// <param name="patterns">
    /// A pattern with * stands for whole names; one without for the name itself or its last parts (<c>q_proj</c> is every layer of that name); one after ! leaves out. None: every matrix (linear layers, convolutions) of the model.
    /// Embeddings and normalisations have to be named; a <see cref="MultiheadAttention"/> called <c>attn</c> has the sites <c>attn.query</c>, <c>attn.key</c>, <c>attn.value</c> and <c>attn.out_proj</c>.
    /// </param>
    /// <exception cref="ArgumentException">A pattern fits nothing, or nothing is left.</exception>
    public static IReadOnlyList<Site> Of(nn.Module model, params IReadOnlyList<string> patterns)
    {
        Site[] all = [.. All(model)];
        foreach (var pattern in patterns)
            if (!all.Any(site => Fits(pattern.TrimStart('!'), site.Name)))
                throw new ArgumentException($"the pattern '{pattern}' fits no weight of the model; those that adapters can change are {Names(all)}", nameof(patterns));
        string[] wanted = [.. patterns.Where(pattern => !pattern.StartsWith('!'))], unwanted = [.. patterns.Where(pattern => pattern.StartsWith('!')).Select(pattern => pattern[1..])];
        Site[] chosen = [.. all.Where(site => (wanted.Length == 0 ? IsUsual(site) : wanted.Any(pattern => Fits(pattern, site.Name))) && !unwanted.Any(pattern => Fits(pattern, site.Name)))];
        return chosen.Length > 0 ? chosen : throw new ArgumentException($"no weight is left of {Names(all)}", nameof(patterns));
    }

    /// <summary>A fused layer's matrices: the rows of its weight, shared out from the top.</summary>
    /// <param name="sites">Whole layers, linear.</param>
    /// <param name="parts">What the parts are called, and how many rows each has.</param>
    /// <returns>The parts of each layer, called <c>LAYER[PART]</c>.</returns>
    public static IReadOnlyList<Site> Split(this IReadOnlyList<Site> sites, params IReadOnlyList<(string Name, long Rows)> parts)
    {
        List<Site> split = [];
        foreach (var site in sites)
        {
            if (site.Layer is not Linear || site.Rows is not null) throw new ArgumentException($"the site '{site.Name}' is not a whole linear layer, whose rows could be parts", nameof(sites));
            if (parts.Sum(part => part.Rows) != site.Outputs || parts.Any(part => part.Rows < 1)) throw new ArgumentException($"the site '{site.Name}' has {site.Outputs} rows, the parts {string.Join(" + ", parts.Select(part => part.Rows))}", nameof(parts));
            var start = 0L;
            foreach (var (name, rows) in parts)
            {
                split.Add(site.Part(new SiteRows(name, start, rows)));
                start += rows;
            }
        }
        return split;
    }

    /// <summary>A fused layer's matrices, all of the same size.</summary>
    public static IReadOnlyList<Site> Split(this IReadOnlyList<Site> sites, params IReadOnlyList<string> parts) =>
        [.. sites.SelectMany(site => Split([site], [.. parts.Select(part => (part, site.Outputs / parts.Count))]))];

    /// <summary>Whether a pattern stands for a name.</summary>
    internal static bool Fits(string pattern, string name) => pattern.Contains('*')
        ? FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)
        : name == pattern || name.EndsWith("." + pattern, StringComparison.Ordinal);

    /// <summary>Every weight that adapters can change.</summary>
    internal static IEnumerable<Site> All(nn.Module model)
    {
        if (model is MultiheadAttention alone) return AttentionSites.Of("", alone);
        if (WeightSlot.Of(model) is { } whole) return [new Site(model.GetName(), model, whole, null, SiteRole.Of(model.GetName()))]; // a model that is a single layer
        (string Name, nn.Module Module)[] modules = [.. model.named_modules()];
        // The layers in an attention are never called by themselves.
        string[] attentions = [.. modules.Where(pair => pair.Module is MultiheadAttention).Select(pair => pair.Name + ".")];
        return modules.Where(pair => !attentions.Any(attention => pair.Name.StartsWith(attention, StringComparison.Ordinal))).SelectMany(pair =>
            pair.Module is MultiheadAttention attention ? AttentionSites.Of(pair.Name, attention)
            : WeightSlot.Of(pair.Module) is { } slot ? [new Site(pair.Name, pair.Module, slot, null, SiteRole.Of(pair.Name))]
            : Enumerable.Empty<Site>());
    }

    private static bool IsUsual(Site site) => site is { IsMatrix: true, IsTable: false };

    private static string Names(Site[] sites) => sites.Length == 0 ? "none" : string.Join(", ", sites.Select(site => site.Name));
}
