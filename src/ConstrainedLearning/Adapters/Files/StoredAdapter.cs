using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>
/// Any adapter, stored for this library alone: <c>constrained_learning</c> in the configuration has the version, the method, its options, the sites and the model's fingerprint; the tensors are the factors, those of one site
/// called <c>base_model.model.SITE.FACTOR</c> and shared ones <c>base_model.FACTOR</c>. What a seed gives again is not among them.
/// </summary>
internal sealed class StoredAdapter(AdapterFormats formats, bool hashesWeights) : IPeftMethod
{
    internal const string Key = "constrained_learning";

    private const string VersionKey = "version", SitesKey = "sites", ShapesKey = "base_shapes", WeightsKey = "base_weights";
    private const int Version = 1;
    private const long Harmless = 4096;

    // The library has methods of these names, which compute something else or are laid out otherwise.
    public string TypeOf(IAdapter adapter) => "CONSTRAINED_" + adapter.Method.ToUpperInvariant().Replace('-', '_');

    public bool Fits(IAdapter adapter) => true;

    public bool Reads(PeftConfig config) => config.Find(Key) is not null;

    public void Describe(nn.Module model, IAdapter adapter, JsonObject config)
    {
        var own = formats.Describe(adapter);
        own[VersionKey] = Version;
        own[SitesKey] = SiteNames.Write(model, adapter.Sites);
        own[ShapesKey] = BaseFingerprint.OfShapes(adapter.Sites);
        if (hashesWeights) own[WeightsKey] = BaseFingerprint.OfWeights(adapter.Sites);
        config[PeftTargets.Modules] = new JsonArray([.. adapter.Sites.Select(site => site.Name.Split('[')[0]).Distinct().Select(name => (JsonNode)name)]);
        config[Key] = own;
    }

    public IAdapter Make(nn.Module model, PeftConfig config, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var own = config.Find(Key)!.Value;
        var version = AdapterFormats.Member(own, VersionKey, JsonValueKind.Number);
        if (!version.TryGetInt32(out var number) || number != Version) throw new AdapterStateException(VersionKey, $"it is {PeftConfig.Shown(version)}, expected {Version}");
        var sites = SiteNames.Read(model, AdapterFormats.Member(own, SitesKey, JsonValueKind.Array));
        CheckBase(own, ShapesKey, BaseFingerprint.OfShapes(sites), "layers of other sizes");
        if (own.TryGetProperty(WeightsKey, out _)) CheckBase(own, WeightsKey, BaseFingerprint.OfWeights(sites), "other weights");
        CheckSizes(AdapterFormats.Member(own, AdapterFormats.OptionsKey, JsonValueKind.Object), Math.Max(Math.Max(Harmless, sites.Max(site => Math.Max(site.Outputs, site.Inputs))), tensors.Values.Sum(value => value.numel())));
        return formats.Make(sites, own);
    }

    public IEnumerable<StateEntry> Entries(IAdapter adapter)
    {
        var sites = adapter.Sites.Select(site => site.Name + ".").ToList();
        return adapter.Factors.state_dict().Select(pair => new StateEntry((sites.Any(site => pair.Key.StartsWith(site, StringComparison.Ordinal)) ? PeftCommon.Prefix : PeftCommon.Shared) + pair.Key, pair.Value, pair.Value.shape));
    }

    private static void CheckBase(JsonElement own, string key, string expected, string difference)
    {
        var found = AdapterFormats.Member(own, key, JsonValueKind.String).GetString()!;
        if (found != expected) throw new AdapterStateException(key, $"it is {Text.Shown(found)}, and the model's {expected}: the adapter belongs to a model with {difference}");
    }

    // A rank makes factors: one that no tensor and no layer is as large as would only take memory. A seed may be any number.
    private static void CheckSizes(JsonElement options, long largest)
    {
        if (options.ValueKind == JsonValueKind.Array)
            foreach (var item in options.EnumerateArray()) CheckSizes(item, largest);
        if (options.ValueKind != JsonValueKind.Object) return;
        foreach (var property in options.EnumerateObject())
            if (property.Value.ValueKind != JsonValueKind.Number) CheckSizes(property.Value, largest);
            else if (!property.NameEquals("seed") && property.Value.GetDouble() > largest && property.Value.TryGetInt64(out _))
                throw new AdapterStateException(property.Name, $"it is {PeftConfig.Shown(property.Value)}, and no more than {largest} goes with the tensors and the model");
    }
}
