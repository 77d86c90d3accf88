using ConstrainedLearning.Quantization.Budgets;

namespace ConstrainedLearning.Tests.Quantization.Budgets;

/// <summary>The exact allocation, against all allocations where they can be listed and against the bound of the relaxed problem where they cannot.</summary>
public sealed class OptimalBitsTests
{
    private static readonly int[] All = [1, 2, 3, 4, 5, 6, 7, 8, 32];

    [Theory]
    [InlineData(1000, 7)] // few sizes and few errors: many ties
    [InlineData(3, 4)]
    [InlineData(1, 3)]
    [InlineData(1 << 20, 1 << 20)]
    public void Is_the_best_of_all_allocations_and_of_equals_the_cheapest(int sizes, int values)
    {
        var random = new Random(sizes + values);
        for (var trial = 0; trial < 150; trial++)
        {
            int[] candidates = [.. All.Where(_ => random.Next(2) == 0).Append(32).Distinct()];
            var costs = Enumerable.Range(0, random.Next(1, 6)).Select(i => new LayerCost($"l{i}", random.Next(1, sizes + 1), random.Next(1, sizes + 1))).ToArray();
            var errors = costs.Select(_ => candidates.Select(_ => (double)random.Next(-values, values)).ToArray()).ToArray(); // not monotone; whole, so that ties are ties
            var budget = random.Next(2) == 0 ? PrecisionBudget.AverageBits(candidates[0] + random.NextDouble() * 20) : PrecisionBudget.BitOperations(costs.Sum(c => c.Multiplications) * (candidates[0] * candidates[0] + random.NextDouble() * 400));
            budget = budget with { Candidates = candidates };

            var (error, cost) = BruteForce(budget, costs, errors);
            var found = budget.Optimal(costs, errors);

            budget.Allows(found).Should().BeTrue();
            Error(found, candidates, errors).Should().Be(error);
            Cost(budget, found).Should().Be(cost);
        }
    }

    [Theory]
    [InlineData(20, 1)] // equal layers
    [InlineData(60, 1)]
    [InlineData(60, 40)]
    public void Many_layers_have_the_error_of_the_textbook_table(int layers, int sizes)
    {
        var random = new Random(layers);
        var costs = Enumerable.Range(0, layers).Select(i => new LayerCost($"l{i}", random.Next(1, sizes + 1), 1)).ToArray();
        var errors = Errors(costs, random);
        for (var average = 1.5; average < 32; average *= 1.7)
        {
            var error = Error(PrecisionBudget.AverageBits(average).Optimal(costs, errors), All, errors);

            var expected = ByTable(costs, errors, (int)(average * costs.Sum(cost => cost.Weights)));
            error.Should().BeApproximately(expected, 1e-12 * expected);
        }
    }

    [Fact]
    public void Many_layers_of_any_size_stay_at_the_bound_of_the_relaxed_problem()
    {
        var random = new Random(1);
        var costs = Enumerable.Range(0, 60).Select(i => new LayerCost($"l{i}", random.Next(1000, 1_000_000), 1)).ToArray();
        var errors = Errors(costs, random);
        for (var average = 1.5; average < 10; average *= 1.3)
        {
            var found = PrecisionBudget.AverageBits(average).Optimal(costs, errors);

            found.AverageBits.Should().BeLessThanOrEqualTo(average);
            var bound = LagrangianBound(costs, errors, average * costs.Sum(cost => cost.Weights));
            (Error(found, All, errors) / bound).Should().BeInRange(1 - 1e-9, 1.05);
        }
    }

    [Fact]
    public void Budget_for_everything_gives_each_layer_its_best()
    {
        var costs = Costs(3, 5, 7);
        double[][] errors = [[3, 2, 1], [1, 2, 3], [2, 0, 0]];

        foreach (var budget in new[] { PrecisionBudget.AverageBits(32), PrecisionBudget.BitOperations(1e300) }) (budget with { Candidates = [2, 4, 8] }).Optimal(costs, errors).Bits.Should().Equal(8, 2, 4);
    }

    [Fact]
    public void Infinite_error_forbids_and_a_forbidden_candidate_counts_in_what_is_cheapest()
    {
        var costs = Costs(1, 1);
        double[][] errors = [[double.PositiveInfinity, 5, 0], [9, 1, 0]];

        (PrecisionBudget.AverageBits(3) with { Candidates = [2, 4, 8] }).Optimal(costs, errors).Bits.Should().Equal(4, 2);
        var below = () => (PrecisionBudget.AverageBits(2.5) with { Candidates = [2, 4, 8] }).Optimal(costs, errors);
        below.Should().Throw<ArgumentException>().WithMessage("*at most 2.5 bits on average*cheapest allocation takes 3 bits on average*");
    }

    [Fact]
    public void Refuses_errors_that_are_no_numbers_or_of_other_layers()
    {
        var (budget, costs) = (PrecisionBudget.AverageBits(3) with { Candidates = [2, 4] }, Costs(1, 1));
        double[][] nan = [[1, 0], [double.NaN, 0]], infinite = [[1, 0], [double.PositiveInfinity, double.PositiveInfinity]], few = [[1, 0]], narrow = [[1, 0], [1]], negative = [[1, 0], [1, double.NegativeInfinity]];

        var calls = new[] { nan, infinite, few, narrow, negative }.Select(errors => (Action)(() => budget.Optimal(costs, errors))).ToArray();

        calls[0].Should().Throw<ArgumentException>().WithMessage("*'l1' with 2 bits*NaN*");
        calls[1].Should().Throw<ArgumentException>().WithMessage("*'l1' must not have any candidate*");
        calls[2].Should().Throw<ArgumentException>().WithMessage("*errors of 1 layers, costs of 2*");
        calls[3].Should().Throw<ArgumentException>().WithMessage("*'l1' has 1 errors for the 2 candidates 2, 4*");
        calls[4].Should().Throw<ArgumentException>().WithMessage("*'l1' with 4 bits*");
    }

    private static LayerCost[] Costs(params long[] weights) => [.. weights.Select((weight, i) => new LayerCost($"l{i}", weight, weight))];

    private static double[][] Errors(LayerCost[] costs, Random random) => [.. costs.Select(cost => All.Select(bits => cost.Weights * Math.Exp(random.NextDouble() * 3) * Math.Pow(4, -bits)).ToArray())];

    private static double Error(BitAllocation allocation, int[] candidates, double[][] errors) => allocation.Bits.Select((bits, layer) => errors[layer][Array.IndexOf(candidates, bits)]).Sum();

    private static double Cost(PrecisionBudget budget, BitAllocation allocation) => budget.Unit == BudgetUnit.BitOperations ? allocation.BitOperations : allocation.Costs.Zip(allocation.Bits, (cost, bits) => cost.Weights * bits).Sum();

    private static (double Error, double Cost) BruteForce(PrecisionBudget budget, LayerCost[] costs, double[][] errors)
    {
        var best = (Error: double.PositiveInfinity, Cost: double.PositiveInfinity);
        var candidates = budget.Candidates.ToArray();
        var count = (int)Math.Pow(candidates.Length, costs.Length);
        for (var code = 0; code < count; code++)
        {
            var bits = new int[costs.Length];
            for (int layer = 0, rest = code; layer < bits.Length; layer++, rest /= candidates.Length) bits[layer] = candidates[rest % candidates.Length];
            double cost = 0, most = budget.Unit == BudgetUnit.BitOperations ? budget.Most : budget.Most * costs.Sum(c => c.Weights);
            for (var layer = 0; layer < bits.Length; layer++) cost += budget.Unit == BudgetUnit.BitOperations ? (double)costs[layer].Multiplications * bits[layer] * bits[layer] : costs[layer].Weights * bits[layer];
            if (cost > most) continue;
            var error = bits.Select((b, layer) => errors[layer][Array.IndexOf(candidates, b)]).Sum();
            if (error < best.Error || (error == best.Error && cost < best.Cost)) best = (error, cost);
        }
        return best;
    }

    // max over prices of min sum e + price (w b - capacity), by golden section.
    private static double LagrangianBound(LayerCost[] costs, double[][] errors, double capacity)
    {
        double At(double logarithm)
        {
            var price = Math.Exp(logarithm);
            return errors.Select((row, layer) => row.Select((error, i) => error + price * costs[layer].Weights * All[i]).Min()).Sum() - price * capacity;
        }
        double low = -80, high = 10;
        for (var step = 0; step < 200; step++)
        {
            double left = low + (high - low) * 0.382, right = low + (high - low) * 0.618;
            if (At(left) < At(right)) low = left;
            else high = right;
        }
        return At((low + high) / 2);
    }

    private static double ByTable(LayerCost[] costs, double[][] errors, int capacity)
    {
        var table = new double[capacity + 1];
        for (var layer = 0; layer < costs.Length; layer++)
        {
            var next = Enumerable.Repeat(double.PositiveInfinity, capacity + 1).ToArray();
            for (var i = 0; i < All.Length; i++)
                for (var used = All[i] * (int)costs[layer].Weights; used <= capacity; used++) next[used] = Math.Min(next[used], table[used - All[i] * (int)costs[layer].Weights] + errors[layer][i]);
            table = next;
        }
        return table[capacity];
    }
}
