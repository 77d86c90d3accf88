using System.Text.Json.Nodes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>
/// LoRA as PEFT stores it: <c>base_model.model.LAYER.lora_A.weight</c> and <c>lora_B.weight</c>, of a convolution [r, i, k...] and [o, r, 1...], of an embedding <c>lora_embedding_A</c> and <c>lora_embedding_B</c>.
/// </summary>
/// <remarks>The library has no place for parts of fused layers, and computes something else for grouped and dilated convolutions and for padding other than with zeros: such adapters are stored as our own.</remarks>
internal sealed class PeftLoRA : IPeftMethod
{
    internal const string Type = "LORA", Prefix = "base_model.model.";

    private const string Rank = "r", Alpha = "lora_alpha", Dropout = "lora_dropout", Start = "init_lora_weights", ByRoot = "use_rslora", Ranks = "rank_pattern", Alphas = "alpha_pattern", Frozen = "is_first_frozen";

    // What is read, and what changes nothing of what a stored adapter computes.
    private static readonly HashSet<string> Known =
    [
        Rank, Alpha, Dropout, Start, ByRoot, Ranks, Alphas, PeftTargets.Modules, PeftTargets.Excluded, PeftTargets.Layers, PeftTargets.LayersPattern, "bias", "fan_in_fan_out", "peft_type", "task_type", "auto_mapping",
        "base_model_name_or_path", "revision", "inference_mode", "peft_version", "megatron_core", "runtime_config", "loftq_config", "eva_config", "corda_config", "lora_ga_config", "qalora_group_size", StoredAdapter.Key,
    ];

    public string TypeOf(IAdapter adapter) => Type;

    public bool Fits(IAdapter adapter) => adapter is LoRA lora && lora.Sites.All(Fits);

    public bool Reads(PeftConfig config) => config.Text("peft_type") == Type;

    public void Describe(nn.Module model, IAdapter adapter, JsonObject config)
    {
        var options = ((LoRA)adapter).Options;
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
        config[PeftTargets.Modules] = PeftTargets.Naming(model, adapter.Sites);
        foreach (var none in new[] { PeftTargets.Excluded, PeftTargets.Layers, PeftTargets.LayersPattern, "modules_to_save" }) config[none] = null;
        config["bias"] = "none";
        config["fan_in_fan_out"] = false;
        config["use_dora"] = false;
        // How it is trained, which the library leaves to an optimiser: it passes over the entry with a warning.
        if (options.IsFirstFrozen) config[StoredAdapter.Key] = new JsonObject { [Frozen] = true };
    }

    public IAdapter Make(nn.Module model, PeftConfig config, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Check(config);
        var sites = PeftTargets.Of(model, config);
        if (sites.FirstOrDefault(site => !Fits(site)) is { } other)
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
        CheckRanks(sites, options, tensors);
        return new LoRA(sites, options);
    }

    public IEnumerable<StateEntry> Entries(IAdapter adapter)
    {
        foreach (var site in adapter.Sites)
        {
            var (a, b, keys) = (adapter.Factors[LoRA.First(site)], adapter.Factors[LoRA.Second(site)], KeysOf(site));
            long[] kernel = site.IsTable ? [] : site.Weight.shape[2..];
            yield return new StateEntry(keys.A, a, site.IsTable ? a.shape : [a.size(0), site.Weight.size(1), .. kernel]);
            yield return new StateEntry(keys.B, b, [.. b.shape, .. kernel.Select(_ => 1L)]);
            if (site.IsTable) yield return new StateEntry(keys.Base, site.Weight, site.Weight.shape) { IsOfModel = true };
        }
    }

    // The weight itself is written along where the library takes an embedding to have been resized.
    private static (string A, string B, string Base) KeysOf(Site site) => site.IsTable
        ? ($"{Prefix}{site.Name}.lora_embedding_A", $"{Prefix}{site.Name}.lora_embedding_B", $"{Prefix}{site.Name}.base_layer.weight")
        : ($"{Prefix}{site.Name}.lora_A.weight", $"{Prefix}{site.Name}.lora_B.weight", "");

    private static void CheckRanks(IReadOnlyList<Site> sites, LoRAOptions options, IReadOnlyDictionary<string, Tensor> tensors)
    {
        StateEntry.CheckKeys(sites.Select(KeysOf).SelectMany(keys => new[] { (keys.A, true), (keys.B, true), (keys.Base, false) }).Distinct(), tensors);
        foreach (var site in sites)
        {
            var (key, rank) = (KeysOf(site).A, options.SizeOf(site).Rank);
            if (tensors[key] is var a && (a.Dimensions == 0 || a.size(0) != rank)) throw new AdapterStateException(key, $"its shape is {Text.Shape(a.shape)}, and its rank by {Rank} and {Ranks} is {rank}");
        }
    }

    private static bool Fits(Site site) => site.Rows is null && site.Slot.IsLayers && (site.Layer is not Convolution convolution || (convolution.groups == 1 && convolution.padding_mode == PaddingModes.Zeros && convolution.dilation.All(step => step == 1)));

    private static void Check(PeftConfig config)
    {
        if (config.Texts("modules_to_save") is { Count: > 0 } saved) throw new AdapterStateException("modules_to_save", $"whole copies of {Text.Names(saved)} come with the adapter, which is more than an adapter: load them into the model and store the adapter without them");
        if (config.Text("bias") is { } bias and not "none") throw new AdapterStateException("bias", $"it is '{Text.Shown(bias)}': biases of the model were trained along, which are no part of the adapter; expected 'none'");
        if (config.Find(Start) is { ValueKind: System.Text.Json.JsonValueKind.String } && config.Text(Start) is { } start && !IsHarmless(start))
            throw new AdapterStateException(Start, $"'{Text.Shown(start)}' has changed the model's weights too, so that the adapter does not go with the model as it was published: have the library save it with path_initial_model_for_weight_conversion");
        config.CheckKnown(Known);
    }

    // Others take from the weights what they put into the factors.
    private static bool IsHarmless(string start) => start is "gaussian" or "eva" or "orthogonal" or "mica";

    // The first pattern that fits counts, so of a pattern that is there twice the first.
    private static JsonObject ByPattern<T>(IEnumerable<KeyValuePair<string, T>> rules, Func<T, JsonNode> value) =>
        new([.. rules.DistinctBy(rule => rule.Key).Select(rule => KeyValuePair.Create(rule.Key, (JsonNode?)value(rule.Value)))]);
}
