using ConstrainedLearning.Adapters;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Delta = B diag(g) A with gates of 1, for requirements on gates.</summary>
internal sealed class GatedForTests : LowRankAdapter, IGated
{
    private readonly int _rank;

    internal GatedForTests(IReadOnlyList<Site> sites, int rank) : base("gated", sites)
    {
        _rank = rank;
        List<Gates> gates = [];
        foreach (var site in sites)
        {
            Factors.Train(site.Name + ".A", site.Weight.new_empty(rank, site.Inputs));
            Factors.Train(site.Name + ".B", site.Weight.new_empty(site.Outputs, rank));
            gates.Add(new Gates(site.Name, Factors.Train(site.Name + ".g", site.Weight.new_empty(rank)), site.Inputs + site.Outputs + 1));
        }
        Gates = gates;
        Initialize();
    }

    public IReadOnlyList<Gates> Gates { get; }

    public override void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites)
        {
            nn.init.normal_(Factors[site.Name + ".A"], 0, 1 / Math.Sqrt(site.Inputs));
            nn.init.zeros_(Factors[site.Name + ".B"]);
            nn.init.ones_(Factors[site.Name + ".g"]);
        }
    }

    public override (Tensor A, Tensor B) FactorsOf(Site site) => (Factors[site.Name + ".A"], Factors[site.Name + ".B"] * Factors[site.Name + ".g"]);

    internal Parameter Gate(int site) => Gates[site].Values;
}
