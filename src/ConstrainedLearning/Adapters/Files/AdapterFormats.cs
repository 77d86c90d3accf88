using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>The methods that are stored with options of their own; others are added with <see cref="With"/>.</summary>
/// <param name="All">Each method once.</param>
public sealed record AdapterFormats(IReadOnlyList<AdapterFormat> All)
{
    internal const string MethodKey = "method", OptionsKey = "options";

    /// <summary>The methods of this library.</summary>
    public static AdapterFormats Default { get; } = new(
    [
        AdapterFormat.Of<LoRA, LoRAOptions>("lora", adapter => adapter.Options, (sites, options) => new LoRA(sites, options)),
        AdapterFormat.Of<LoRTA, WithHeads<LoRTAOptions>>("lorta", adapter => new(adapter.HeadSize, adapter.Options), (sites, options) => new LoRTA(sites, options.HeadSize, options.Options)),
        AdapterFormat.Of<VeRA, VeRAOptions>("vera", adapter => adapter.Options, (sites, options) => new VeRA(sites, options)),
        AdapterFormat.Of<NOLA, NOLAOptions>("nola", adapter => adapter.Options, (sites, options) => new NOLA(sites, options)),
        AdapterFormat.Of<LoRAXS, LoRAXSOptions>("lora-xs", adapter => adapter.Options, (sites, options) => new LoRAXS(sites, options)),
        AdapterFormat.Of<LoTR, LoTROptions>("lotr", adapter => adapter.Options, (sites, options) => new LoTR(sites, options)),
        AdapterFormat.Of<TuckerCore, TuckerCoreOptions>("flora", adapter => adapter.Options, (sites, options) => new TuckerCore(sites, options)),
        AdapterFormat.Of<GatedLoRA, GatedLoRAOptions>("gated-lora", adapter => adapter.Options, (sites, options) => new GatedLoRA(sites, options)),
        AdapterFormat.Of<Orthogonal, LargestBlock>("oft", adapter => new(adapter.LargestBlock), (sites, options) => new Orthogonal(sites, options.Size)),
        AdapterFormat.Of<Bottleneck, BottleneckOptions>("bottleneck", adapter => adapter.Options, (sites, options) => new Bottleneck(sites, options)),
        AdapterFormat.Of<ScaleShift, ScaleShiftOptions>("ssf", adapter => adapter.Options, (sites, options) => new ScaleShift(sites, options)),
        AdapterFormat.Of<IA3, ScaledInputs>("ia3", adapter => new(adapter.Inputs), (sites, options) => new IA3(sites, options.Inputs)),
        AdapterFormat.Of<BitFit, Nothing>("bitfit", _ => new(), (sites, _) => new BitFit(sites)),
        AdapterFormat.Of<FullDelta, FullDeltaOptions>("full", adapter => adapter.Options, (sites, options) => new FullDelta(sites, options)),
        new DoRAFormat(),
    ]);

    /// <summary>These and another.</summary>
    public AdapterFormats With(AdapterFormat format) => new([.. All, format]);

    /// <summary>The method and its options.</summary>
    internal JsonObject Describe(IAdapter adapter)
    {
        var format = All.FirstOrDefault(format => format.Fits(adapter))
            ?? throw new ArgumentException($"the method '{adapter.Method}' ({adapter.GetType().Name}) cannot be stored: those that can are {Names}; add an {nameof(AdapterFormat)} for it", nameof(adapter));
        return new JsonObject { [MethodKey] = format.Method, [OptionsKey] = format.Describe(adapter, this) };
    }

    /// <summary>An adapter of a method and its options.</summary>
    internal IAdapter Make(IReadOnlyList<Site> sites, JsonElement described)
    {
        var method = Member(described, MethodKey, JsonValueKind.String).GetString()!;
        var format = All.FirstOrDefault(format => format.Method == method) ?? throw new AdapterStateException(MethodKey, $"'{Text.Shown(method)}' is not one of {Names}");
        try
        {
            return format.Make(sites, Member(described, OptionsKey, JsonValueKind.Object), this);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            throw new AdapterStateException(OptionsKey, $"they are not those of {method} for this model ({e.Message})", e);
        }
    }

    internal static JsonElement Member(JsonElement parent, string key, JsonValueKind kind) => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(key, out var value) && value.ValueKind == kind
        ? value
        : throw new AdapterStateException(key, $"'{StoredAdapter.Key}' has no such entry of the kind {kind}");

    private string Names => string.Join(", ", All.Select(format => format.Method));

    private sealed record LargestBlock(int Size);

    private sealed record ScaledInputs(IReadOnlyList<string> Inputs);

    private sealed record Nothing;

    /// <summary>Options of a method that also needs the size of a head.</summary>
    private sealed record WithHeads<TOptions>(long HeadSize, TOptions Options);
}
