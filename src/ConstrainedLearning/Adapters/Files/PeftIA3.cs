using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>(IA)^3 as PEFT stores it: <c>base_model.model.LAYER.ia3_l</c>, [outputs, 1], of layers whose inputs are scaled (<c>feedforward_modules</c>) [1, inputs], of convolutions [1, channels, 1, 1]. Linear layers and Conv2d.</summary>
internal sealed class PeftIA3 : IPeftMethod
{
    private const string Type = "IA3", Inputs = "feedforward_modules";

    public string TypeOf(IAdapter adapter) => Type;

    public bool Fits(IAdapter adapter) => adapter is IA3 && adapter.Sites.All(Fits);

    public bool Reads(PeftConfig config) => config.Text(PeftCommon.Type) == Type;

    public void Describe(nn.Module model, IAdapter adapter, JsonObject config)
    {
        PeftCommon.Describe(config, PeftTargets.Naming(model, adapter.Sites));
        string[] inputs = [.. adapter.Sites.Where(site => ScalesInputs((IA3)adapter, site)).Select(site => site.Name)];
        // In a list each is the end of a name, and not of a name's parts.
        var isPlain = adapter.Sites.All(site => inputs.Contains(site.Name) || !inputs.Any(end => site.Name.EndsWith(end, StringComparison.Ordinal)));
        config[Inputs] = isPlain ? new JsonArray([.. inputs.Select(name => (JsonNode)name)]) : string.Join('|', inputs.Select(Regex.Escape));
        config["init_ia3_weights"] = true;
    }

    public IAdapter Make(nn.Module model, PeftConfig config, IReadOnlyDictionary<string, Tensor> tensors)
    {
        PeftCommon.Check(config, Inputs, "init_ia3_weights");
        var sites = PeftTargets.Of(model, config);
        if (sites.FirstOrDefault(site => !Fits(site)) is { } other) throw new AdapterStateException(PeftTargets.Modules, $"'{Text.Shown(other.Name)}' is a {other.Layer.GetName()}, and the library puts IA3 on linear layers and Conv2d");
        var (text, ends) = (config.Find(Inputs) is { ValueKind: JsonValueKind.String } ? config.Text(Inputs) : null, config.Texts(Inputs));
        var scaled = sites.Where(site => text is not null ? PeftTargets.IsWhole(Inputs, text, site.Name) : ends.Any(end => site.Name.EndsWith(end, StringComparison.Ordinal)));
        return new IA3(sites, [.. scaled.Select(site => "^" + Regex.Escape(site.Name))]);
    }

    public IEnumerable<StateEntry> Entries(IAdapter adapter)
    {
        foreach (var site in adapter.Sites)
        {
            var scale = adapter.Factors[IA3.Scale(site)];
            long[] shape = site.IsConvolution ? [1, scale.size(0), 1, 1] : ScalesInputs((IA3)adapter, site) ? [1, scale.size(0)] : [scale.size(0), 1];
            yield return new StateEntry(PeftCommon.Prefix + IA3.Scale(site), scale, shape);
        }
    }

    private static bool ScalesInputs(IA3 adapter, Site site) => adapter.Inputs.Any(pattern => NameRule.Fits(pattern, site.Name));

    private static bool Fits(Site site) => PeftCommon.IsWhole(site) && site.Layer is Linear or Conv2d;
}
