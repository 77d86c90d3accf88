using System.Globalization;
using Adapters.Options;
using Adapters.Results;
using Adapters.Training;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Language;
using ConstrainedLearning.Reports.Tables;
using ExperimentKit.CommandLine;
using ExperimentKit.Machine;
using ExperimentKit.Runs;
using MathNet.Numerics.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace Adapters.Sweeps;

/// <summary>What each rule says of every site of a model, and the ranks that it gives.</summary>
internal sealed class PlacementRules
{
    private const string Prices = "prices", Cheapest = "least price", Even = "even", Random = "random", Gradient = "gradient norm", Explained = "explained variance";
    private const int Batches = 8;

    private readonly Dictionary<string, SiteRanking> _rankings;
    private readonly IReadOnlyList<Site> _sites;
    private readonly int _kept;
    private readonly double[][] _probes;

    /// <summary>Looks at the model and the new text with every rule.</summary>
    /// <param name="options">Of the placed adapters.</param>
    /// <param name="probes">Runs with a bound on each site's capacity.</param>
    /// <param name="kept">On how many sites the budget is placed.</param>
    internal PlacementRules(AdaptOptions options, IReadOnlyList<AdaptSummary> probes, int kept)
    {
        _kept = kept;
        var device = Machines.Device(options.Training.Device);
        var (model, tokenizer) = BaseModel.Open(options.Base);
        using var owned = model;
        model.to(device);
        using var data = new AdaptData(options, model, tokenizer, device);
        _sites = Sites.Of(model, options.Sites.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (_sites.Count <= kept) throw new UsageException($"the budget is placed on {kept} of {_sites.Count} sites: give fewer");
        string[] names = [.. _sites.Select(site => site.Name)];
        _probes = [.. probes.Select(probe => names.Select(name => probe.Requirements.Single(item => item.Name == $"capacity[{name}]").Mean).ToArray())];
        var mean = names.Select((_, place) => _probes.Average(probe => probe[place])).ToArray();
        var batches = Enumerable.Range(0, Batches).Select(place => data.New.Training(Batches, options.Training.Seed + 77).Batch(1, place)).ToList();
        using var variance = ExplainedVariance.Of(model, _sites, [.. batches.Select(batch => (Action)(() => model.call(batch.Inputs).Dispose()))], most: _sites.Count);
        _rankings = new()
        {
            [Prices] = new SiteRanking(Prices, names, mean),
            [Cheapest] = new SiteRanking(Cheapest, names, [.. mean.Select(price => -price)]),
            [Gradient] = CapacityRanking.ByGradientNorm(model, _sites, [.. batches.Select(batch => (Func<Tensor>)(() => Measure.Loss(model.call(batch.Inputs), batch)))]),
            [Explained] = variance.Ranking(1),
        };
        batches.ForEach(batch => batch.Dispose());
    }

    internal static IReadOnlyList<string> Names { get; } = [Even, Prices, Cheapest, Random, Gradient, Explained];

    /// <summary>How far the probes agree with each other, and the rules with the prices.</summary>
    internal IEnumerable<string> Sentences
    {
        get
        {
            var pairs = (from i in Enumerable.Range(0, _probes.Length) from j in Enumerable.Range(i + 1, _probes.Length - i - 1) select Correlation.Spearman(_probes[i], _probes[j])).ToList();
            if (pairs.Count > 0) yield return FormattableString.Invariant($"the probes' prices agree with each other by a rank correlation of {pairs.Average():F2} (mean of {pairs.Count} pairs)");
            foreach (var rule in new[] { Gradient, Explained }) yield return FormattableString.Invariant($"{rule} and prices: rank correlation {Correlation.Spearman(_rankings[rule].Scores, _rankings[Prices].Scores):F2}");
        }
    }

    /// <summary>A rule by its name.</summary>
    internal static string Checked(string rule) => Names.Contains(rule) ? rule : throw new UsageException($"--rules: there is no rule \"{rule}\"; there is {string.Join(", ", Names)}");

    /// <summary>The ranks that a rule gives, as --ranks has them: as many numbers for every rule.</summary>
    internal string Ranks(string rule, long seed)
    {
        if (rule == Even) return SiteRanks.Write(_sites.Select(site => (site.Name, 1)));
        var order = rule == Random ? Permutation(_sites.Count, seed).Select(place => _sites[place].Name) : _rankings[rule].Ranked;
        // The budget of rank 1 everywhere on few sites; sites differ in size, and the last one gets what is left.
        var budget = _sites.Sum(RankAllocation.CostOf);
        var chosen = order.Take(_kept).Select(name => _sites.Single(site => site.Name == name)).ToList();
        List<(string, int)> ranks = [];
        foreach (var (place, site) in chosen.Index())
        {
            var rank = (int)(budget / (chosen.Count - place) / RankAllocation.CostOf(site));
            ranks.Add((site.Name, rank));
            budget -= rank * RankAllocation.CostOf(site);
        }
        return SiteRanks.Write(ranks);
    }

    /// <summary>The sites by price, with every rule's place.</summary>
    internal Table ToTable()
    {
        string[] rules = [Prices, Gradient, Explained];
        return new(
            [new("site"), new("price", Alignment.Right), .. rules.Select(rule => new Column("place by " + rule, Alignment.Right))],
            [
                .. _rankings[Prices].Ranked.Select(name => (string[])
                [
                    name, _rankings[Prices].Scores[Place(name)].ToString("G3", CultureInfo.InvariantCulture), .. rules.Select(rule => (_rankings[rule].Ranked.ToList().IndexOf(name) + 1).ToString(CultureInfo.InvariantCulture)),
                ]),
            ]);
    }

    private int Place(string name) => _sites.Index().Single(item => item.Item.Name == name).Index;

    private static IEnumerable<int> Permutation(int count, long seed)
    {
        var random = new Random((int)seed);
        return Enumerable.Range(0, count).OrderBy(_ => random.Next());
    }
}
