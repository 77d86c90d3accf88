using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Budgets;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Quantization.Budgets;

public sealed class BitAllocationTests
{
    private static readonly LayerCost[] Costs = [new("a", 3, 30), new("b", 5, 20)];

    [Fact]
    public void Counts_are_their_sums()
    {
        var allocation = new BitAllocation(Costs, [2, 32]);

        allocation.AverageBits.Should().Be((3 * 2 + 5 * 32) / 8.0);
        allocation.BitOperations.Should().Be(30 * 4 + 20 * 32 * 32);
        allocation.Bytes.Should().Be(1 + 20);
        new BitAllocation(Costs, [3, 3]).Bytes.Should().Be(2 + 2, "9 bits and 15 bits");
        (allocation["a"], allocation["b"]).Should().Be((2, 32));
        allocation.ToString().Should().Be("a 2, b 32; average 20.75 bits");
    }

    [Fact]
    public void Equal_bits_of_equal_layers_are_equal()
    {
        var allocation = new BitAllocation(Costs, [2, 4]);

        allocation.Should().Be(new BitAllocation([.. Costs], new List<int> { 2, 4 }));
        allocation.GetHashCode().Should().Be(new BitAllocation([.. Costs], [2, 4]).GetHashCode());
        allocation.Should().NotBe(new BitAllocation(Costs, [4, 2]));
        allocation.Should().NotBe(new BitAllocation([Costs[0], Costs[1] with { Layer = "c" }], [2, 4]));
    }

    [Fact]
    public void Later_changes_of_the_list_it_was_made_from_do_not_reach_it()
    {
        int[] bits = [2, 4];
        var allocation = new BitAllocation(Costs, bits);
        bits[0] = 8;
        allocation.Bits.Should().Equal(2, 4);
    }

    [Fact]
    public void Says_what_is_wrong()
    {
        foreach (var bits in new[] { 0, -1, 9, 16, 31, 33 }) Refused(() => _ = new BitAllocation(Costs, [4, bits]), "*'b' has 1 to 8 bits, or 32*");
        Refused(() => _ = new BitAllocation(Costs, [4]), "*1 numbers of bits for 2 layers*");
        Refused(() => _ = new BitAllocation([], []), "*at least one layer*");
        Refused(() => _ = new BitAllocation([Costs[0], Costs[0]], [4, 4]), "*'a' is given twice*");
        Refused(() => _ = new BitAllocation(Costs, [4, 4])["x"], "*no layer is called 'x'; there are a, b*");
    }

    [Fact]
    public void Layers_at_full_precision_are_left_out_of_the_twin()
    {
        using var model = Sequential(("first", Linear(2, 3)), ("second", Linear(3, 4)), ("third", Linear(4, 1)));
        var sites = LayerSite.Of(model);
        using var inputs = ones([1, 2]);
        var allocation = new BitAllocation(LayerCosts.Measure(sites, () => model.call(inputs)), [2, 32, 5]);

        var layers = allocation.ToPrecisions([.. sites.Reverse()], bits => new SymmetricQuantizer(bits), bits => bits > 2 ? new DoReFaActivations(bits) : null);

        layers.Select(layer => (layer.Site.Name, layer.Weight.Bits, layer.Input?.Bits)).Should().Equal(("third", 5, 5), ("first", 2, null));
        Refused(() => allocation.ToPrecisions([.. sites.Skip(1)], bits => new SymmetricQuantizer(bits), _ => null), "*bits of first, second, third for the layers second, third: expected the same*");
        Refused(() => allocation.ToPrecisions([sites[0], sites[0], sites[0]], bits => new SymmetricQuantizer(bits), _ => null), "*first, first, first*");
    }

    private static void Refused(Action action, string message) => action.Should().Throw<ArgumentException>().WithMessage(message);
}
