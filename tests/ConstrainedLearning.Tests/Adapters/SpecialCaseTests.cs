using ConstrainedLearning.Adapters;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Where one method is another, or a closed form.</summary>
public sealed class SpecialCaseTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly nn.Module<Tensor, Tensor> _layer;
    private readonly IReadOnlyList<Site> _sites;

    public SpecialCaseTests()
    {
        manual_seed(12);
        _layer = nn.Linear(12, 8);
        _layer.to(ScalarType.Float64);
        _sites = Sites.Of(_layer);
    }

    private Site Site => _sites[0];

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void LoRTA_of_one_layer_one_matrix_and_one_head_is_LoRA()
    {
        using var lorta = new LoRTA(_sites, 8, new LoRTAOptions { Rank = 3, HeadSplit = HeadSplit.Outputs, Alpha = 2, Scale = RankScale.ByRank });
        using var lora = new LoRA(_sites, new LoRAOptions { Rank = 3, Alpha = 2 });
        Catalog.Shake(lorta);
        Set(lorta, ("heads.1", ones(1, 3)), ("layers", ones(1, 3)), ("matrices", ones(1, 3)));
        Set(lora, (LoRA.First(Site), lorta.Factors["A.12"].t()), (LoRA.Second(Site), lorta.Factors["B"].t()));
        Same(lorta.Delta(Site), lora.Delta(Site));
    }

    [Fact]
    public void A_diagonal_Tucker_core_is_a_sum_of_products_of_vectors()
    {
        var convolution = nn.Conv2d(4, 6, 3);
        convolution.to(ScalarType.Float64);
        using var adapter = new TuckerCore(Sites.Of(convolution), new TuckerCoreOptions { Rank = 3, KernelRank = 3, Scale = 2 });
        var site = adapter.Sites[0];
        Catalog.Shake(adapter);
        var core = zeros(3, 3, 3, 3, ScalarType.Float64);
        for (var i = 0; i < 3; i++) core[i, i, i, i] = tensor(i + 1.0);
        Set(adapter, (TuckerCore.Core(site), core));
        Tensor[] modes = [.. Enumerable.Range(0, 4).Select(mode => adapter.Factors[TuckerCore.Mode(site, mode)])];
        Same(adapter.Delta(site), einsum("q,aq,bq,cq,dq->abcd", tensor(new[] { 2.0, 4, 6 }), modes[0], modes[1], modes[2], modes[3]));
    }

    [Fact]
    public void VeRA_with_scales_of_1_is_the_product_of_its_matrices()
    {
        using var adapter = new VeRA(_sites, new VeRAOptions { Rank = 5 });
        Set(adapter, (VeRA.RankScales(Site), ones(5)), (VeRA.OutputScales(Site), ones(8)));
        Same(adapter.Delta(Site), adapter.Factors["vera_B"].matmul(adapter.Factors["vera_A"]));
    }

    [Fact]
    public void LoRA_XS_with_a_core_of_I_is_the_principal_part_of_the_weight()
    {
        using var adapter = new LoRAXS(_sites, new LoRAXSOptions { Rank = 8 });
        Set(adapter, (LoRAXS.Core(Site), eye(8)));
        Same(adapter.Delta(Site), Site.Weight);
        using var small = new LoRAXS(_sites, new LoRAXSOptions { Rank = 3 });
        Set(small, (LoRAXS.Core(Site), eye(3)));
        var rest = linalg.svdvals(Site.Weight).square().narrow(0, 3, 5).sum().ToDouble();
        (Site.Weight - small.Delta(Site)).square().sum().ToDouble().Should().BeApproximately(rest, 1e-12, "no other matrix of rank 3 is nearer (Eckart, Young)");
    }

    [Fact]
    public void DoRA_whose_magnitudes_are_the_norms_is_the_adapter_within()
    {
        using var adapter = new DoRA(new LoRA(_sites));
        Catalog.Shake(adapter);
        var direction = Site.Weight + adapter.Direction.Delta(Site);
        Set(adapter, (DoRA.Magnitude(Site), direction.square().sum([1]).sqrt()));
        Same(adapter.Effective(Site, Site.Weights()).Weight, direction);
    }

    [Fact]
    public void Published_gradients_of_DoRA_are_those_of_a_constant_norm()
    {
        using var adapter = new DoRA(new LoRA(_sites, new LoRAOptions { Rank = 3 }));
        Catalog.Shake(adapter);
        var slope = randn(8, 12, ScalarType.Float64);
        (adapter.Effective(Site, Site.Weights()).Weight * slope).sum().backward();
        using var _ = no_grad();
        var direction = Site.Weight + adapter.Direction.Delta(Site);
        var norm = direction.square().sum([1]).sqrt();
        Same(adapter.Factors[DoRA.Magnitude(Site)].grad!, (direction * slope).sum([1]) / norm);
        var outer = slope * (adapter.Factors[DoRA.Magnitude(Site)] / norm).unsqueeze(-1);
        Same(adapter.Factors[LoRA.Second(Site)].grad!, outer.matmul(adapter.Factors[LoRA.First(Site)].t()));
    }

    [Fact]
    public void Gated_ranks_with_open_gates_are_LoRA_and_a_closed_gate_takes_its_rank_away()
    {
        using var gated = new GatedLoRA(_sites, new GatedLoRAOptions { Rank = 3, Alpha = 6 });
        using var lora = new LoRA(_sites, new LoRAOptions { Rank = 3, Alpha = 6 });
        Catalog.Shake(lora);
        Set(gated, (GatedLoRA.First(Site), lora.Factors[LoRA.First(Site)]), (GatedLoRA.Second(Site), lora.Factors[LoRA.Second(Site)]));
        Same(gated.Delta(Site), lora.Delta(Site));
        using var _ = no_grad();
        gated.GatesOf(Site)[1] = tensor(0.0);
        lora.Factors[LoRA.Second(Site)].narrow(1, 1, 1).zero_();
        Same(gated.Delta(Site), lora.Delta(Site));
        linalg.svdvals(gated.Delta(Site)).data<double>().Count(value => value > 1e-10).Should().Be(2);
    }

    [Fact]
    public void NOLA_with_single_coefficients_is_LoRA_with_those_matrices()
    {
        using var adapter = new NOLA(_sites, new NOLAOptions { Rank = 2, Bases = 4, Alpha = 6 });
        Set(adapter, (NOLA.FirstCoefficients(Site), tensor(new[] { 0.0, 1, 0, 0 })), (NOLA.SecondCoefficients(Site), tensor(new[] { 0.0, 0, 0, 1 })));
        var (a, b) = (adapter.Factors["nola_A"][1].view(2, 12) * Math.Sqrt(3 / 12.0), adapter.Factors["nola_B"][3].view(8, 2) * Math.Sqrt(3 / 2.0));
        Same(adapter.Delta(Site), b.matmul(a) * 3);
    }

    [Fact]
    public void Rotations_are_orthogonal_and_keep_the_neurons_lengths_and_angles()
    {
        using var adapter = new Orthogonal(_sites, 4);
        Catalog.Shake(adapter, 1);
        var rotations = adapter.Rotations(Site);
        rotations.shape.Should().Equal(3, 4, 4);
        Same(rotations.matmul(rotations.transpose(-1, -2)), eye(4, dtype: ScalarType.Float64).expand(3, 4, 4));
        Same(linalg.det(rotations), ones(3, ScalarType.Float64));
        var weight = adapter.Effective(Site, Site.Weights()).Weight;
        Same(weight.matmul(weight.t()), Site.Weight.matmul(Site.Weight.t()));
        (weight - Site.Weight).abs().max().ToDouble().Should().BeGreaterThan(0.1);
        Same(weight, Site.Weight.matmul(block_diag(rotations[0], rotations[1], rotations[2])));
    }

    private static void Set(IAdapter adapter, params (string Name, Tensor Values)[] factors)
    {
        using var _ = no_grad();
        foreach (var (name, values) in factors) adapter.Factors[name].copy_(values);
    }

    private static void Same(Tensor found, Tensor expected) => (found - expected).abs().max().ToDouble().Should().BeLessThan(1e-12);
}
