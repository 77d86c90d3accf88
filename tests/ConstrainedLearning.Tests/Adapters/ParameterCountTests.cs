using ConstrainedLearning.Adapters;
using FluentAssertions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>How many numbers adapters train: on the published sizes, on a device without memory.</summary>
public sealed class ParameterCountTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void LoRTA_on_a_base_sized_encoder() => Trained(new LoRTA(Sites.Of(new Stack(12, 768, "q", "k", "v", "o")), 64, new LoRTAOptions { Rank = 8 })).Should().Be(6880);

    [Fact]
    public void LoRTA_on_a_language_model_of_seven_billion() => Trained(new LoRTA(Sites.Of(new Stack(32, 4096, "q", "k", "v", "o")), 128, new LoRTAOptions { Rank = 32 })).Should().Be(137_344);

    [Fact]
    public void LoRA_on_queries_and_values_of_a_base_sized_encoder() => Trained(new LoRA(Sites.Of(new Stack(12, 768, "q", "v")))).Should().Be(294_912);

    [Fact]
    public void LoTR_on_queries_and_values_of_a_base_sized_encoder() => Trained(new LoTR(Sites.Of(new Stack(12, 768, "q", "v")), new LoTROptions { Rank = 2 })).Should().Be(3168);

    [Fact]
    public void On_one_layer_of_ten_to_six()
    {
        var sites = Sites.Of(nn.Linear(10, 6));
        Trained(new LoRA(sites, new LoRAOptions { Rank = 2 })).Should().Be(32);
        Trained(new LoRA(sites, new LoRAOptions { Rank = 2, IsFirstFrozen = true })).Should().Be(12);
        Trained(new VeRA(sites, new VeRAOptions { Rank = 100 })).Should().Be(106);
        Trained(new NOLA(sites, new NOLAOptions { Rank = 3, Bases = 11 })).Should().Be(22);
        Trained(new LoRAXS(sites, new LoRAXSOptions { Rank = 4 })).Should().Be(16);
        Trained(new TuckerCore(sites, new TuckerCoreOptions { Rank = 3 })).Should().Be(9 + 48);
        Trained(new TuckerCore(sites, new TuckerCoreOptions { Rank = 8 })).Should().Be(48 + 36 + 80, "no rank is above its mode's size");
        Trained(new DoRA(new LoRA(sites, new LoRAOptions { Rank = 2 }))).Should().Be(38);
        Trained(new GatedLoRA(sites, new GatedLoRAOptions { Rank = 2 })).Should().Be(34);
        Trained(new ScaleShift(sites)).Should().Be(12);
        Trained(new IA3(sites)).Should().Be(6);
        Trained(new IA3(sites, [".*"])).Should().Be(10);
        Trained(new BitFit(sites)).Should().Be(6);
        Trained(new Bottleneck(sites, new BottleneckOptions { Rank = 3 })).Should().Be(36 + 3 + 6);
        Trained(new Orthogonal(sites, 5)).Should().Be(2 * 10);
        Trained(new Orthogonal(sites, 4)).Should().Be(5, "of ten inputs the largest blocks up to 4 are of 2");
        Trained(new FullDelta(sites)).Should().Be(66);
        Trained(new FullDelta(sites, new FullDeltaOptions { HasBias = false })).Should().Be(60);
    }

    [Fact]
    public void On_a_convolution()
    {
        var sites = Sites.Of(nn.Conv2d(4, 6, 3));
        Trained(new LoRA(sites, new LoRAOptions { Rank = 2 })).Should().Be(2 * ((4 * 9) + 6));
        Trained(new TuckerCore(sites, new TuckerCoreOptions { Rank = 2, KernelRank = 1 })).Should().Be(4 + 12 + 8 + 3 + 3);
        Trained(new IA3(Sites.Of(nn.Conv2d(4, 6, 3, groups: 2)), [".*"])).Should().Be(4, "a number for each channel of all groups");
    }

    [Fact]
    public void What_sites_share_is_counted_once()
    {
        using var model = new AdaptedModel(new Blocks());
        var adapter = model.Add("a", new LoRTA(Sites.Of(model.Model), Blocks.HeadSize, new LoRTAOptions { Rank = 5 }));
        model.Sizes().Trained.Should().Be(5 * (12 + 4 + 3 + 2 + 4));
        model.parameters().Sum(parameter => parameter.numel()).Should().Be(model.Sizes().Trained);
        model.state_dict().Values.Sum(value => value.numel()).Should().Be(model.Sizes().Trained);
        adapter.Factors.buffers().Should().BeEmpty();
    }

    private static long Trained(IAdapter adapter)
    {
        using var _ = adapter;
        return adapter.Factors.parameters().Sum(factor => factor.numel());
    }

    private sealed class Stack : nn.Module<Tensor, Tensor>
    {
        private readonly ModuleList<ModuleDict<Linear>> layers;

        internal Stack(int count, long width, params string[] names) : base(nameof(Stack))
        {
            layers = nn.ModuleList<ModuleDict<Linear>>([.. Enumerable.Range(0, count).Select(_ => nn.ModuleDict<Linear>([.. names.Select(name => (name, nn.Linear(width, width, device: META)))]))]);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input;
    }
}
