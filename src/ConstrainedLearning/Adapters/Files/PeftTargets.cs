using System.Text.RegularExpressions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>Which layers of a model a PEFT configuration means, by the library's own rules.</summary>
internal static class PeftTargets
{
    internal const string Modules = "target_modules", Excluded = "exclude_modules", Layers = "layers_to_transform", LayersPattern = "layers_pattern";

    private const string EveryLinear = "all-linear";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // What the library and the models of its kind call the layer that makes scores.
    private static readonly string[] Heads = ["lm_head", "embed_out", "score", "classifier"];

    /// <summary>The layers meant, in the model's order.</summary>
    /// <exception cref="AdapterStateException">None is, or one is no matrix that adapters can change.</exception>
    internal static IReadOnlyList<Site> Of(nn.Module model, PeftConfig config)
    {
        var all = Sites.All(model).ToDictionary(site => site.Name, StringComparer.Ordinal);
        var isMeant = Rule(model, config);
        List<Site> sites = [];
        foreach (var (name, module) in model.named_modules().Where(pair => isMeant(pair.name) && !IsExcluded(config, pair.name)))
            sites.Add(all.TryGetValue(name, out var site) && site is { IsMatrix: true, Rows: null } ? site
                : throw new AdapterStateException(Modules, $"it means '{Text.Shown(name)}', a {module.GetName()}, and adapters are put on linear layers, convolutions and embeddings"));
        if (sites.Count > 0) return sites;
        throw new AdapterStateException(Modules, $"{(config.Find(Modules) is { } given ? PeftConfig.Shown(given) : "null")} means no layer of the model, which has {Text.Names(all.Keys)}");
    }

    /// <summary>What means just these layers: their names, or where a name is another's end too a regular expression.</summary>
    internal static System.Text.Json.Nodes.JsonNode Naming(nn.Module model, IReadOnlyList<Site> sites)
    {
        var names = sites.Select(site => site.Name).ToHashSet(StringComparer.Ordinal);
        return model.named_modules().All(pair => names.Contains(pair.name) || !names.Any(name => pair.name.EndsWith("." + name, StringComparison.Ordinal)))
            ? new System.Text.Json.Nodes.JsonArray([.. names.Select(name => (System.Text.Json.Nodes.JsonNode)name)])
            : string.Join('|', names.Select(Regex.Escape));
    }

    private static Func<string, bool> Rule(nn.Module model, PeftConfig config)
    {
        if (config.Find(Modules) is not { ValueKind: System.Text.Json.JsonValueKind.String })
        {
            var (names, layers) = (config.Texts(Modules), config.Integers(Layers));
            return name => names.Contains(name) || (names.Any(end => name.EndsWith("." + end, StringComparison.Ordinal)) && (layers.Count == 0 || (BlockOf(config, name) is { } block && layers.Contains(block))));
        }
        var text = config.Text(Modules)!;
        if (!text.Equals(EveryLinear, StringComparison.OrdinalIgnoreCase)) return name => IsWhole(Modules, text, name);
        // A layer that shares the embedding's table makes scores too.
        var tables = model.modules().OfType<Embedding>().Select(table => table.weight!.Handle).ToHashSet();
        var linear = model.named_modules().Where(pair => pair.module is Linear layer && !Heads.Contains(pair.name.Split('.')[^1]) && !tables.Contains(layer.weight.Handle)).Select(pair => pair.name).ToHashSet();
        return linear.Contains;
    }

    private static bool IsExcluded(PeftConfig config, string name) => config.Find(Excluded) is { ValueKind: System.Text.Json.JsonValueKind.String }
        ? config.Text(Excluded) is { Length: > 0 } pattern && IsWhole(Excluded, pattern, name)
        : config.Texts(Excluded).Any(end => name == end || name.EndsWith("." + end, StringComparison.Ordinal));

    // The first number behind a name behind a dot; with a pattern behind that name.
    private static int? BlockOf(PeftConfig config, string name)
    {
        var patterns = config.Texts(LayersPattern).Where(pattern => pattern.Length > 0).DefaultIfEmpty("[^.]*");
        var found = patterns.Select(pattern => Find(LayersPattern, $@"^.*?\.{pattern}\.([0-9]+)\.", name)).FirstOrDefault(match => match.Success);
        return found is not null && int.TryParse(found.Groups[^1].ValueSpan, out var block) ? block : null;
    }

    /// <summary>Whether a regular expression is for a whole name.</summary>
    internal static bool IsWhole(string key, string pattern, string name) => Find(key, $@"\A(?:{pattern})\z", name).Success;

    private static Match Find(string key, string pattern, string name)
    {
        try
        {
            return Regex.Match(name, pattern, RegexOptions.CultureInvariant, Patience);
        }
        catch (Exception e) when (e is RegexParseException or RegexMatchTimeoutException)
        {
            throw new AdapterStateException(key, $"it cannot be used as a regular expression: {e.Message}", e);
        }
    }
}
