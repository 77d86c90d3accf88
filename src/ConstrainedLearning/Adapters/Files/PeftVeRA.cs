using System.Text.Json.Nodes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>VeRA as PEFT stores it: <c>base_model.model.LAYER.vera_lambda_b</c> and <c>vera_lambda_d</c>, and <c>base_model.vera_A</c> and <c>vera_B</c> once, though the seed gives them again. Linear layers alone.</summary>
internal sealed class PeftVeRA : IPeftMethod
{
    private const string Type = "VERA", Rank = "r", Seed = "projection_prng_key", IsSaved = "save_projection", Dropout = "vera_dropout", Start = "d_initial";

    public string TypeOf(IAdapter adapter) => Type;

    public bool Fits(IAdapter adapter) => adapter is VeRA && adapter.Sites.All(Fits);

    public bool Reads(PeftConfig config) => config.Text(PeftCommon.Type) == Type;

    public void Describe(nn.Module model, IAdapter adapter, JsonObject config)
    {
        var options = ((VeRA)adapter).Options;
        config[Rank] = options.Rank;
        config[Seed] = options.Seed;
        config[IsSaved] = true;
        config[Dropout] = options.Dropout;
        config[Start] = options.InitialScale;
        config["bias"] = "none";
        PeftCommon.Describe(config, PeftTargets.Naming(model, adapter.Sites));
    }

    public IAdapter Make(nn.Module model, PeftConfig config, IReadOnlyDictionary<string, Tensor> tensors)
    {
        PeftCommon.Check(config, Rank, Seed, IsSaved, Dropout, Start, "init_weights");
        var sites = PeftTargets.Of(model, config);
        if (sites.FirstOrDefault(site => !Fits(site)) is { } other) throw new AdapterStateException(PeftTargets.Modules, $"'{Text.Shown(other.Name)}' is a {other.Layer.GetName()}, and the library puts VeRA on linear layers");
        var (rank, isSaved) = (config.Integer(Rank, 256), config.Find(IsSaved) is null || config.Flag(IsSaved));
        StateEntry.CheckKeys([.. Shared.Select(name => (PeftCommon.Shared + name, isSaved)), .. sites.SelectMany(site => new[] { (Key(VeRA.OutputScales(site)), true), (Key(VeRA.RankScales(site)), true) })], tensors);
        foreach (var key in sites.Select(VeRA.RankScales).Select(Key))
            if (!tensors[key].shape.SequenceEqual([rank])) throw new AdapterStateException(key, $"its shape is {Text.Shape(tensors[key].shape)}, and the rank by {Rank} is {rank}");
        return new VeRA(sites, new VeRAOptions { Rank = rank, Seed = config.Seed(Seed), Dropout = config.Number(Dropout, 0), InitialScale = config.Number(Start, 0.1) });
    }

    public IEnumerable<StateEntry> Entries(IAdapter adapter)
    {
        foreach (var name in Shared.Select(name => (Key: PeftCommon.Shared + name, Factor: adapter.Factors[name]))) yield return new StateEntry(name.Key, name.Factor, name.Factor.shape) { IsOptional = true };
        foreach (var name in adapter.Sites.SelectMany(site => new[] { VeRA.OutputScales(site), VeRA.RankScales(site) })) yield return new StateEntry(Key(name), adapter.Factors[name], adapter.Factors[name].shape);
    }

    private static string[] Shared => ["vera_A", "vera_B"];

    private static string Key(string factor) => PeftCommon.Prefix + factor;

    private static bool Fits(Site site) => PeftCommon.IsWhole(site) && site.Layer is Linear;
}
