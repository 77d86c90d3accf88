using ConstrainedLearning.Adapters;
using FluentAssertions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>What adapters do not take, and what they say.</summary>
public sealed class RefusedArgumentTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Mixed _mixed = new();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string, Func<object>> Options => new()
    {
        { "LoRA", () => new LoRAOptions { Rank = 0 } },
        { "LoRA by pattern", () => new LoRA(Sites.Of(nn.Linear(2, 2)), new LoRAOptions { Ranks = [new(".*", -1)] }) },
        { "LoRTA", () => new LoRTAOptions { Rank = -3 } },
        { "VeRA", () => new VeRAOptions { Rank = 0 } },
        { "NOLA", () => new NOLAOptions { Rank = 0 } },
        { "NOLA bases", () => new NOLAOptions { Bases = 0 } },
        { "LoTR", () => new LoTROptions { Rank = 0 } },
        { "Tucker", () => new TuckerCoreOptions { Rank = 0 } },
        { "Tucker kernel", () => new TuckerCoreOptions { KernelRank = 0 } },
        { "LoRA-XS", () => new LoRAXSOptions { Rank = 0 } },
        { "LoRA-XS start", () => new LoRAXSOptions { InitialDeviation = -1 } },
        { "gated", () => new GatedLoRAOptions { Rank = 0 } },
        { "bottleneck", () => new BottleneckOptions { Rank = 0 } },
        { "blocks of 1", () => new Orthogonal(Sites.Of(nn.Linear(2, 2)), 1) },
        { "alpha", () => new LoTR(Sites.Of(nn.Linear(2, 2)), new LoTROptions { Alpha = double.NaN }) },
        { "dropout", () => new LoRA(Sites.Of(nn.Linear(2, 2)), new LoRAOptions { Dropout = 1 }) },
        { "no dropout", () => new VeRA(Sites.Of(nn.Linear(2, 2)), new VeRAOptions { Dropout = -0.1 }) },
    };

    [Theory, MemberData(nameof(Options))]
    public void Numbers_out_of_range(string what, Func<object> make) => make.Should().Throw<ArgumentOutOfRangeException>(what);

    [Fact]
    public void Sites_that_a_method_cannot_have()
    {
        IReadOnlyList<Site> Of(params string[] names) => Sites.Of(_mixed, names);
        Refuses(() => new LoRA([]), "*at least one site*");
        Refuses(() => new VeRA([.. Of("head"), .. Of("head")]), "*'head' twice*");
        Refuses(() => new FullDelta([.. Of("fused"), .. Of("fused").Split("upper", "lower")]), "*'fused'*'fused[[]upper]'*rows in common*");
        foreach (var make in new Func<IReadOnlyList<Site>, IAdapter>[] { sites => new LoRA(sites), sites => new LoTR(sites), sites => new TuckerCore(sites), sites => new Orthogonal(sites), sites => new DoRA(new FullDelta(sites, new FullDeltaOptions { HasBias = false })) })
            Refuses(() => make(Of("norm")), "*'norm'*LayerNorm*vector*");
        Refuses(() => new LoRTA(Of("line"), 4), "*'line'*Conv1d*");
        Refuses(() => new LoRTA(Of("head"), 5), "*heads of 5*");
        Refuses(() => new Orthogonal(Of("table")), "*'table'*Embedding*");
        Refuses(() => new IA3(Of("table"), ["table"]), "*'table'*Embedding*outputs*");
        Refuses(() => new IA3(Of("norm"), ["norm"]), "*'norm'*");
        Refuses(() => new BitFit(Of("table")), "*'table'*none*");
        Refuses(() => new LoRAXS(Of("head"), new LoRAXSOptions { Rank = 3 }), "*'head'*[[]2, 6]*3 singular values*");
        Refuses(() => new DoRA(new BitFit(Of("head"))), "*bias of 'head'*");
        Refuses(() => Of("nothing"), "*'nothing'*");
    }

    [Fact]
    public void Slopes_of_activations_are_no_sites() => FluentActions.Invoking(() => Sites.Of(nn.Sequential(("line", nn.Linear(2, 2)), ("slope", nn.PReLU(2))), "slope")).Should().Throw<ArgumentException>();

    [Fact]
    public void Scales_of_0_have_no_inverse()
    {
        foreach (var (adapter, name) in new (IReparametrization, string)[] { (new ScaleShift(Sites.Of(_mixed, "head")), "head.ssf_scale"), (new IA3(Sites.Of(_mixed, "head")), "head.ia3_l"), (new IA3(Sites.Of(_mixed, "head"), ["head"]), "head.ia3_l"), (new DoRA(new LoRA(Sites.Of(_mixed, "head"))), "head.lora_magnitude_vector") })
        {
            using var _ = no_grad();
            adapter.Factors[name][0] = tensor(0.0);
            var site = adapter.Sites[0];
            adapter.Invoking(it => it.Invert(site, it.Effective(site, site.Weights()))).Should().Throw<InvalidOperationException>().WithMessage("*no inverse at 'head'*");
            adapter.Dispose();
        }
    }

    [Fact]
    public void A_shift_of_a_layer_without_bias_is_computed_but_not_merged()
    {
        var layer = nn.Linear(3, 4, hasBias: false);
        var input = randn(2, 3);
        var before = layer.call(input);
        using var adapted = new AdaptedModel(layer);
        var adapter = adapted.Add("a", new ScaleShift(Sites.Of(layer), new ScaleShiftOptions { ShiftsWithoutBias = true }));
        using (no_grad()) adapter.Factors[ScaleShift.Shift(adapter.Sites[0])].fill_(2);
        (layer.call(input) - before - 2).abs().max().ToDouble().Should().BeLessThan(1e-6);
        var weight = layer.weight!.clone();
        adapted.Invoking(it => it.MergeIn()).Should().Throw<InvalidOperationException>().WithMessage("*bias*none*");
        layer.weight!.Equals(weight).Should().BeTrue();
    }

    private static void Refuses(Func<object> make, string message) => make.Should().Throw<ArgumentException>().WithMessage(message.Replace("[[]", "[", StringComparison.Ordinal));
}
