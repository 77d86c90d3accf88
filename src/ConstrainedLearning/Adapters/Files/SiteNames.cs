using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>Sites by name: whole ones and those of attentions as texts, parts of fused layers as objects with their rows.</summary>
internal static class SiteNames
{
    private const string Layer = "layer", Part = "part", Start = "start", Count = "count";

    internal static JsonArray Write(nn.Module model, IReadOnlyList<Site> sites)
    {
        var all = Sites.All(model).Select(site => site.Name).ToHashSet(StringComparer.Ordinal);
        return new JsonArray([.. sites.Select(site => all.Contains(site.Name) || site.Rows is not { } rows ? (JsonNode)site.Name
            : new JsonObject { [Layer] = site.Name[..^(rows.Part.Length + 2)], [Part] = rows.Part, [Start] = rows.Start, [Count] = rows.Count })]);
    }

    internal static IReadOnlyList<Site> Read(nn.Module model, JsonElement list)
    {
        var all = Sites.All(model).ToDictionary(site => site.Name, StringComparer.Ordinal);
        Site[] sites = [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? Rows(all, item) : item.ValueKind == JsonValueKind.String ? Find(all, item) : throw Problem(item, "it is neither a name nor a part"))];
        return sites.Length == 0 ? throw Problem(list, "there are none") : sites;
    }

    private static Site Find(Dictionary<string, Site> all, JsonElement name) => all.GetValueOrDefault(Text(name)) ?? throw Problem(name, $"the model has no such weight; it has {ConstrainedLearning.Text.Names(all.Keys)}");

    private static Site Rows(Dictionary<string, Site> all, JsonElement item)
    {
        var whole = Find(all, AdapterFormats.Member(item, Layer, JsonValueKind.String));
        var isRange = AdapterFormats.Member(item, Start, JsonValueKind.Number).TryGetInt64(out var start) & AdapterFormats.Member(item, Count, JsonValueKind.Number).TryGetInt64(out var count);
        if (!isRange || start < 0 || count < 1 || count > whole.Outputs - start || whole.Rows is not null || whole.IsTable) throw Problem(item, $"'{whole.Name}' has no such rows among its {whole.Outputs}");
        return whole.Part(new SiteRows(Text(AdapterFormats.Member(item, Part, JsonValueKind.String)), start, count));
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e) // an escape for half a character
        {
            throw Problem(value, "it is no text", e);
        }
    }

    private static AdapterStateException Problem(JsonElement item, string problem, Exception? inner = null) => new("sites", $"{PeftConfig.Shown(item)}: {problem}", inner);
}
