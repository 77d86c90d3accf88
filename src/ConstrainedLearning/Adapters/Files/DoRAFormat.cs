using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>Of DoRA, whose direction is an adapter of its own.</summary>
internal sealed class DoRAFormat() : AdapterFormat("dora")
{
    private const string Direction = "direction", Options = "dora";

    internal override bool Fits(IAdapter adapter) => adapter is DoRA;

    internal override JsonNode Describe(IAdapter adapter, AdapterFormats formats) =>
        new JsonObject { [Options] = JsonSerializer.SerializeToNode(((DoRA)adapter).Options, Json), [Direction] = formats.Describe(((DoRA)adapter).Direction) };

    internal override IAdapter Make(IReadOnlyList<Site> sites, JsonElement options, AdapterFormats formats)
    {
        var own = AdapterFormats.Member(options, Options, JsonValueKind.Object).Deserialize<DoRAOptions>(Json)!;
        var direction = formats.Make(sites, AdapterFormats.Member(options, Direction, JsonValueKind.Object));
        try
        {
            return new DoRA(direction as IAdditive ?? throw new AdapterStateException(Direction, $"'{direction.Method}' does not add to the weights, so that it is no direction"), own);
        }
        catch
        {
            direction.Dispose();
            throw;
        }
    }
}
