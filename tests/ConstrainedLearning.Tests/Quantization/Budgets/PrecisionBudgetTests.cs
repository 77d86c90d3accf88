using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;

namespace ConstrainedLearning.Tests.Quantization.Budgets;

/// <summary>Bits given out by rank, worked by hand.</summary>
public sealed class PrecisionBudgetTests
{
    private static readonly LayerCost[] Costs = [new("a", 100, 1000), new("b", 50, 3000), new("c", 10, 200), new("d", 40, 400)]; // 200 weights

    [Fact]
    public void Highest_ranked_layers_are_kept_and_one_that_does_not_fit_is_passed_over()
    {
        // 1 bit costs 200; full precision adds 31 w: b 1550, a 3100, d 1240, c 310. At 12 bits 2200 are left: b leaves 650 of them, a and d do not fit, c does.
        var budget = PrecisionBudget.AverageBits(12) with { Candidates = [1, 32] };

        budget.ByScore(Ranking(3, 4, 1, 2), Costs).Bits.Should().Equal(1, 32, 32, 1);
        budget.ByScore(Ranking(4, 3, 2, 1), Costs).Bits.Should().Equal([1, 32, 32, 1], "a alone takes more than there is");
        (budget with { Candidates = [1, 2] }).ByScore(Ranking(1, 1, 1, 1), Costs).Bits.Should().Equal(2, 2, 2, 2);
    }

    [Fact]
    public void Layer_that_no_longer_fits_gets_the_most_that_does()
    {
        // 2 bits everywhere cost 400 of 900: 500 are left. a: 8 bits take 600, 4 take 200; then b: 8 take 300; nothing is left.
        var budget = PrecisionBudget.AverageBits(4.5) with { Candidates = [2, 4, 8] };

        budget.ByScore(Ranking(4, 3, 2, 1), Costs).Bits.Should().Equal(4, 8, 2, 2);
    }

    [Fact]
    public void Score_per_bit_prefers_what_is_small()
    {
        var budget = PrecisionBudget.AverageBits(12) with { Candidates = [1, 32] };
        // Per weight: a 0.04, b 0.04, c 0.2, d 0.05: c, d, then 650 are left, too few for both.
        budget.ByScorePerBit(Ranking(4, 2, 2, 2), Costs).Bits.Should().Equal(1, 1, 32, 32);
        // Per multiplication: c 0.01, d 0.005, a 0.004, b 0.0007. 4 bits take 15 m more, c 3000, d 6000, a 15000, of the 13800 that are left.
        (PrecisionBudget.BitOperations(4 * 4600) with { Candidates = [1, 4] }).ByScorePerBit(Ranking(4, 2, 2, 2), Costs).Bits.Should().Equal(1, 1, 4, 4);
    }

    [Fact]
    public void Equal_scores_go_by_the_order_of_the_layers()
    {
        var budget = PrecisionBudget.AverageBits(5) with { Candidates = [4, 8] };

        budget.ByScore(new LayerRanking("x", ["d", "c", "b", "a"], [1, 1, 1, 1], 0), Costs).Bits.Should().Equal([4, 8, 4, 4], "a does not fit, b takes all there is");
    }

    [Fact]
    public void Budget_of_a_uniform_model_is_met_by_it()
    {
        for (var bits = 1; bits <= 8; bits++)
        {
            foreach (var budget in new[] { PrecisionBudget.BitOperationsOf(bits, Costs), PrecisionBudget.AverageBits(bits) })
            {
                budget.Allows(BitAllocation.Uniform(Costs, bits)).Should().BeTrue();
                budget.Allows(BitAllocation.Uniform(Costs, bits == 8 ? 32 : bits + 1)).Should().BeFalse();
                (budget with { Candidates = [bits] }).ByScore(Ranking(1, 2, 3, 4), Costs).Should().Be(BitAllocation.Uniform(Costs, bits));
            }
        }
        PrecisionBudget.BitOperationsOf(3, Costs).Most.Should().Be(4600 * 9);
    }

    [Fact]
    public void Bits_of_an_allocation_are_a_budget_for_it()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 200; trial++)
        {
            var costs = Enumerable.Range(0, 7).Select(i => new LayerCost($"l{i}", random.Next(1, 1_000_003), 1)).ToArray();
            var allocation = new BitAllocation(costs, [.. costs.Select(_ => random.Next(1, 9))]);
            PrecisionBudget.AverageBits(allocation.AverageBits).Allows(allocation).Should().BeTrue();
        }
    }

    [Fact]
    public void Says_what_is_wrong()
    {
        var budget = PrecisionBudget.AverageBits(1.5) with { Candidates = [2, 4] };
        Refused(() => budget.ByScore(Ranking(1, 2, 3, 4), Costs), "*at most 1.5 bits on average cannot be met*cheapest allocation takes 2 bits on average*");
        Refused(() => (PrecisionBudget.BitOperations(100) with { Candidates = [2] }).ByScore(Ranking(1, 2, 3, 4), Costs), "*takes 18400 bit operations*");
        var enough = PrecisionBudget.AverageBits(3);
        Refused(() => enough.ByScore(Ranking(1, double.NaN, 3, 4), Costs), "*'test' gives 'b' no number*");
        Refused(() => enough.ByScorePerBit(Ranking(1, -2, 3, 4), Costs), "*'test' gives 'b' the score -2*");
        Refused(() => enough.ByScore(new LayerRanking("test", ["a"], [1], 0), Costs), "*ranks 1 layers*4: a, b, c, d*");
        Refused(() => enough.ByScore(new LayerRanking("test", ["a", "b", "c", "e"], [1, 2, 3, 4], 0), Costs), "*does not rank the layer 'd'*");
        Refused(() => enough.ByScore(new LayerRanking("test", ["a", "b", "c", "c"], [1, 2, 3, 4], 0), Costs), "*'c' twice*");
        Refused(() => enough.ByScore(new LayerRanking("test", ["a", "b", "c", "d"], [1, 2], 0), Costs), "*2 scores for 4 layers*");
        foreach (int[] candidates in new[] { [], [4, 2], [2, 2], [0, 2], [9], new[] { 16 } }) Refused(() => _ = enough with { Candidates = candidates }, "*");
        foreach (var most in new[] { 0, -1, double.NaN, double.PositiveInfinity }) Refused(() => PrecisionBudget.AverageBits(most), "*finite number > 0*");
    }

    private static LayerRanking Ranking(params double[] scores) => new("test", ["a", "b", "c", "d"], scores, 0);

    private static void Refused(Action action, string message) => action.Should().Throw<ArgumentException>().WithMessage(message);
}
