using ConstrainedLearning.Adapters;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>The tensor that LoRTA's Deltas are slices of.</summary>
public sealed class LoRTATests : IDisposable
{
    private const int Heads = Blocks.Width / Blocks.HeadSize, Layers = 5, Rank = 7;

    private readonly DisposeScope _scope = NewDisposeScope();

    public LoRTATests() => manual_seed(11);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(HeadSplit.Natural)]
    [InlineData(HeadSplit.Outputs)]
    [InlineData(HeadSplit.Inputs)]
    public void Deltas_are_slices_of_the_five_index_tensor_however_it_is_made(HeadSplit split)
    {
        using var adapter = Make(Rank, split);
        Catalog.Shake(adapter, 1);
        var (a, b) = (adapter.Factors["A.12"], adapter.Factors["B"]);
        var (heads, layers, matrices) = (adapter.Factors["heads.3"], adapter.Factors["layers"], adapter.Factors["matrices"]);
        var whole = einsum("iq,qk,hq,lq,mq->ikhlm", a, b, heads, layers, matrices);
        for (var i = 0; i < adapter.Sites.Count; i++)
        {
            var (layer, matrix) = (i / 4, i % 4);
            var readsHeads = split == HeadSplit.Inputs || (split == HeadSplit.Natural && matrix == 3);
            var slice = whole[TensorIndex.Ellipsis, layer, matrix].permute(0, 2, 1).reshape(Blocks.Width, Blocks.Width);
            var loop = cat([.. Enumerable.Range(0, Heads).Select(head => (a * (heads[head] * matrices[matrix] * layers[layer])).matmul(b))], 1);
            var delta = adapter.Delta(adapter.Sites[i]) * Math.Sqrt(Rank);
            foreach (var expected in new[] { slice, loop }) (delta - (readsHeads ? expected : expected.t())).abs().max().ToDouble().Should().BeLessThan(1e-12);
        }
    }

    [Theory]
    [InlineData(HeadSplit.Natural)]
    [InlineData(HeadSplit.Outputs)]
    [InlineData(HeadSplit.Inputs)]
    public void It_trains_r_times_d_and_d_by_heads_and_heads_and_layers_and_matrices(HeadSplit split)
    {
        using var adapter = Make(Rank, split);
        adapter.Factors.parameters().Sum(factor => factor.numel()).Should().Be(196);
    }

    [Fact]
    public void Columns_can_be_scaled_against_each_other_and_put_in_another_order()
    {
        using var adapter = Make(Rank);
        Catalog.Shake(adapter, 1);
        Tensor[] before = [.. adapter.Sites.Select(site => adapter.Delta(site).detach())];
        using var _ = no_grad();
        adapter.Factors["A.12"].narrow(1, 2, 1).mul_(-3.7);
        adapter.Factors["B"].narrow(0, 2, 1).div_(-3.7);
        var order = tensor(new long[] { 3, 1, 6, 0, 5, 2, 4 });
        foreach (var (name, factor) in adapter.Factors.named_parameters()) factor.copy_(factor.index_select(name == "B" ? 0 : 1, order));
        for (var i = 0; i < before.Length; i++) (adapter.Delta(adapter.Sites[i]) - before[i]).abs().max().ToDouble().Should().BeLessThan(1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(30)]
    public void The_rank_of_a_Delta_is_the_tensors_or_the_matrixs(int rank)
    {
        using var adapter = Make(rank);
        Catalog.Shake(adapter, 1);
        foreach (var site in adapter.Sites)
        {
            var values = linalg.svdvals(adapter.Delta(site)).data<double>().ToArray();
            values.Count(value => value > 1e-10 * values[0]).Should().Be(Math.Min(rank, Blocks.Width));
        }
    }

    [Fact]
    public void A_shared_factors_gradient_is_the_sum_over_the_sites()
    {
        using var adapter = Make(Rank);
        Catalog.Shake(adapter, 1);
        Tensor[] slopes = [.. adapter.Sites.Select(site => randn_like(site.Weight.detach()))];
        Tensor At(int i) => (adapter.Delta(adapter.Sites[i]) * slopes[i]).sum();
        foreach (var factor in adapter.Factors.parameters())
        {
            Tensor[] one = [factor];
            var parts = Enumerable.Range(0, slopes.Length).Select(i => autograd.grad([At(i)], one, allow_unused: true)[0]).Aggregate((sum, next) => sum + next);
            var whole = autograd.grad([Enumerable.Range(0, slopes.Length).Select(At).Aggregate((sum, next) => sum + next)], one)[0];
            (whole - parts).abs().max().ToDouble().Should().BeLessThan(1e-12);
        }
        adapter.Factors.state_dict().Should().HaveCount(5).And.HaveCount(adapter.Factors.parameters().Count());
    }

    [Fact]
    public void A_first_step_is_of_one_size_for_every_rank_unless_it_starts_as_published()
    {
        double[] Sizes(LoRTAOptions options) => [.. new[] { 4, 16, 64, 256 }.Select(rank => FirstStep(options with { Rank = rank }))];
        var unit = Sizes(new LoRTAOptions());
        (unit.Max() / unit.Min()).Should().BeLessThan(2);
        var author = Sizes(new LoRTAOptions { Initialization = LoRTAInitialization.Author, Alpha = 16, Scale = RankScale.ByRank });
        (author.Max() / author.Min()).Should().BeGreaterThan(1e3);
    }

    // How far one step of Adam moves the outputs of eight layers, for inputs of variance 1.
    private static double FirstStep(LoRTAOptions options)
    {
        using var scope = NewDisposeScope();
        var layers = nn.Sequential([.. Enumerable.Range(0, 8).Select(i => ($"{i}", (nn.Module<Tensor, Tensor>)nn.Linear(256, 256)))]);
        using var adapter = new LoRTA(Sites.Of(layers), 32, options);
        var (input, slope) = (randn(64, 256), randn(64, 256));
        Tensor[] Outputs() => [.. adapter.Sites.Select(site => adapter.Path(site, input))];
        foreach (var output in Outputs()) (output * slope).sum().backward();
        using var optimizer = optim.Adam(adapter.Factors.parameters(), 1e-3);
        optimizer.step();
        return Outputs().Average(output => output.square().mean().sqrt().ToDouble());
    }

    private static LoRTA Make(int rank, HeadSplit split = HeadSplit.Natural) => new(Sites.Of(new Blocks(Layers)), Blocks.HeadSize, new LoRTAOptions { Rank = rank, HeadSplit = split });
}
