using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>
/// LoRA as PEFT stores it: <c>base_model.model.LAYER.lora_A.weight</c> and <c>lora_B.weight</c>, of a convolution [r, i, k...] and [o, r, 1...], of an embedding <c>lora_embedding_A</c> and <c>lora_embedding_B</c>.
/// </summary>
/// <remarks>The library has no place for parts of fused layers, and computes something else for grouped and dilated convolutions and for padding other than with zeros: such adapters are stored as our own.</remarks>
internal sealed class PeftLoRA : IPeftMethod
{
    internal const string Type = "LORA";

    private const string Rank = "r", Alpha = "lora_alpha", Dropout = "lora_dropout", Start = "init_lora_weights", ByRoot = "use_rslora", Ranks = "rank_pattern", Alphas = "alpha_pattern", Frozen = "is_first_frozen", HasMagnitudes = "use_dora";

    // What is read, and what changes nothing of what a stored adapter computes.
    private static readonly string[] Known =
    [
        Rank, Alpha, Dropout, Start, ByRoot, Ranks, Alphas, HasMagnitudes, StoredAdapter.Key, "megatron_core", "runtime_config", "loftq_config", "eva_config", "corda_config", "lora_ga_config", "qalora_group_size",
    ];

    public string TypeOf(IAdapter adapter) => Type;

    public bool Fits(IAdapter adapter) => adapter.Sites.All(PeftCommon.IsPlain) && adapter switch
    {
        LoRA => true,
        DoRA { Direction: LoRA, Options.IsNormConstant: true } => !adapter.Sites.Any(site => site.IsTable),
        _ => false,
    };

    public bool Reads(PeftConfig config) => config.Text(PeftCommon.Type) == Type;

    public void Describe(nn.Module model, IAdapter adapter, JsonObject config)
    {
        var options = Within(adapter).Options;
        var alphas = options.Alphas.ToList();
        // Without an alpha each site's is its rank; the library knows one for all, and others by pattern.
        if (options.Alpha is null) alphas.AddRange(options.Ranks.Select(rule => KeyValuePair.Create(rule.Key, (double)rule.Value)));
        config[Rank] = options.Rank;
        config[Alpha] = options.Alpha ?? options.Rank;
        config[Alphas] = ByPattern(alphas, value => value);
        config[Ranks] = ByPattern(options.Ranks, value => value);
        config[ByRoot] = options.Scale == RankScale.ByRootOfRank;
        config[Dropout] = options.Dropout;
        config[Start] = options.Initialization == LoRAInitialization.Gaussian ? "gaussian" : true;
        PeftCommon.Describe(config, PeftTargets.Naming(model, adapter.Sites));
        config[PeftTargets.Layers] = null;
        config[PeftTargets.LayersPattern] = null;
        config["bias"] = "none";
        config[HasMagnitudes] = adapter is DoRA;
        // How it is trained, which the library leaves to an optimiser: it passes over the entry with a warning.
        if (options.IsFirstFrozen) config[StoredAdapter.Key] = new JsonObject { [Frozen] = true };
    }

    public IAdapter Make(nn.Module model, PeftConfig config, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Check(config);
        var sites = PeftTargets.Of(model, config);
        if (sites.FirstOrDefault(site => !PeftCommon.IsPlain(site)) is { } other)
            throw new AdapterStateException(PeftTargets.Modules, $"'{Text.Shown(other.Name)}' is a part of an attention or a grouped, dilated or not with zeros padded convolution, for which the library's adapter is no change of the weight");
        var options = new LoRAOptions
        {
            Rank = config.Integer(Rank, 8),
            Alpha = config.Number(Alpha, 8),
            Scale = config.Flag(ByRoot) ? RankScale.ByRootOfRank : RankScale.ByRank,
            Ranks = config.IntegersByPattern(Ranks),
            Alphas = config.NumbersByPattern(Alphas),
            Dropout = config.Number(Dropout, 0),
            IsFirstFrozen = config.Find(StoredAdapter.Key) is { } own && AdapterFormats.Member(own, Frozen, System.Text.Json.JsonValueKind.True).GetBoolean(),
            Initialization = config.Find(Start) is { ValueKind: System.Text.Json.JsonValueKind.String } && config.Text(Start) == "gaussian" ? LoRAInitialization.Gaussian : LoRAInitialization.Uniform,
        };
        var hasMagnitudes = config.Flag(HasMagnitudes);
        if (hasMagnitudes && sites.FirstOrDefault(site => site.IsTable) is { } table) throw new AdapterStateException(HasMagnitudes, $"'{Text.Shown(table.Name)}' is an embedding, for which magnitudes are not read here");
        CheckRanks(sites, options, hasMagnitudes, tensors);
        return hasMagnitudes ? new DoRA(new LoRA(sites, options)) : new LoRA(sites, options);
    }

    public IEnumerable<StateEntry> Entries(IAdapter adapter)
    {
        foreach (var site in adapter.Sites)
        {
            var (a, b, keys) = (adapter.Factors[LoRA.First(site)], adapter.Factors[LoRA.Second(site)], KeysOf(site));
            long[] kernel = site.IsTable ? [] : site.Weight.shape[2..];
            yield return new StateEntry(keys.A, a, site.IsTable ? a.shape : [a.size(0), site.Weight.size(1), .. kernel]);
            yield return new StateEntry(keys.B, b, [.. b.shape, .. kernel.Select(_ => 1L)]);
            if (adapter is DoRA && adapter.Factors[DoRA.Magnitude(site)] is var magnitude) yield return new StateEntry(PeftCommon.Prefix + DoRA.Magnitude(site), magnitude, kernel.Length == 0 ? magnitude.shape : [1, magnitude.size(0), .. kernel.Select(_ => 1L)]);
            if (site.IsTable) yield return new StateEntry(keys.Base, site.Weight, site.Weight.shape) { IsOfModel = true };
        }
    }

    // The weight itself is written along where the library takes an embedding to have been resized.
    private static (string A, string B, string Base) KeysOf(Site site) => site.IsTable
        ? ($"{PeftCommon.Prefix}{site.Name}.lora_embedding_A", $"{PeftCommon.Prefix}{site.Name}.lora_embedding_B", $"{PeftCommon.Prefix}{site.Name}.base_layer.weight")
        : ($"{PeftCommon.Prefix}{site.Name}.lora_A.weight", $"{PeftCommon.Prefix}{site.Name}.lora_B.weight", "");

    private static void CheckRanks(IReadOnlyList<Site> sites, LoRAOptions options, bool hasMagnitudes, IReadOnlyDictionary<string, Tensor> tensors)
    {
        IEnumerable<(string, bool)> Keys(Site site) => [(KeysOf(site).A, true), (KeysOf(site).B, true), .. site.IsTable ? [(KeysOf(site).Base, false)] : Array.Empty<(string, bool)>(), .. hasMagnitudes ? [(PeftCommon.Prefix + DoRA.Magnitude(site), true)] : Array.Empty<(string, bool)>()];
        StateEntry.CheckKeys(sites.SelectMany(Keys), tensors);
        foreach (var site in sites)
        {
            var (key, rank) = (KeysOf(site).A, options.SizeOf(site).Rank);
            if (tensors[key] is var a && (a.Dimensions == 0 || a.size(0) != rank)) throw new AdapterStateException(key, $"its shape is {Text.Shape(a.shape)}, and its rank by {Rank} and {Ranks} is {rank}");
        }
    }

    private static LoRA Within(IAdapter adapter) => adapter as LoRA ?? (LoRA)((DoRA)adapter).Direction;

    private static void Check(PeftConfig config)
    {
        if (config.Find(Start) is { ValueKind: System.Text.Json.JsonValueKind.String } && config.Text(Start) is { } start && !IsHarmless(start))
            throw new AdapterStateException(Start, $"'{Text.Shown(start)}' has changed the model's weights too, so that the adapter does not go with the model as it was published: have the library save it with path_initial_model_for_weight_conversion");
        PeftCommon.Check(config, Known);
    }

    // Others take from the weights what they put into the factors.
    private static bool IsHarmless(string start) => start is "gaussian" or "eva" or "orthogonal" or "mica";

    // The first pattern that fits counts, so of a pattern that is there twice the first.
    private static JsonObject ByPattern<T>(IEnumerable<KeyValuePair<string, T>> rules, Func<T, JsonNode> value) =>
        new([.. rules.DistinctBy(rule => rule.Key).Select(rule => KeyValuePair.Create(rule.Key, (JsonNode?)value(rule.Value)))]);
}
