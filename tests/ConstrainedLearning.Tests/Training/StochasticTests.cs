using ConstrainedLearning.Tests.Duals;
using ConstrainedLearning.Tests.Reference;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Training;

/// <summary>Batches that show a part, and what their noise does.</summary>
public sealed class StochasticTests
{
    [Fact]
    public void Random_rows_of_linear_equations_lead_to_the_solution_of_least_norm_and_its_multipliers()
    {
        // min |x|^2 with A x = b: x = A' (A A')^-1 b, mu = -2 (A A')^-1 b.
        const int rows = 4, columns = 9, seen = 2, steps = 6000;
        using var scope = NewDisposeScope();
        var a = randn([rows, columns], dtype: ScalarType.Float64, generator: new Generator(1));
        var b = randn([rows], dtype: ScalarType.Float64, generator: new Generator(2));
        var inverse = linalg.solve(a.matmul(a.t()), b.unsqueeze(1)).squeeze(1);
        var random = new Random(5);
        using var point = new Point(new double[columns]);
        var equations = Constraint.Equal("equations", b.ToDoubles()).PerSample(rows, Aggregation.Sum);
        using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.02), [equations], DualUpdate.Momentum(0.01, 0.5));
        var average = learner.AverageIterates(Averaging.Uniform(after: steps / 4));
        var prices = new double[rows];
        var untouched = 0;

        for (var step = 1; step <= steps; step++)
        {
            long[] batch = [.. Enumerable.Range(0, rows).OrderBy(_ => random.Next()).Take(seen).Select(i => (long)i)];
            var before = learner.Multipliers[equations].Multiplier.ToDoubles();
            learner.Step(() =>
            {
                var index = tensor(batch);
                // A batch is seen/rows of the equations.
                return Evaluation.Of(point.Value.square().sum() * ((double)seen / rows)).WithSamples(equations, a.index_select(0, index).matmul(point.Value), index);
            });
            var after = learner.Multipliers[equations].Multiplier.ToDoubles();
            for (var i = 0; i < rows; i++)
            {
                if (!batch.Contains(i) && after[i] == before[i]) untouched++;
                if (step > steps / 4) prices[i] += after[i] / (steps - steps / 4);
            }
        }

        // The steps are linear in point and multipliers, so their means have no bias.
        untouched.Should().Be(steps * (rows - seen));
        using var use = average.Use();
        RuleTraceTests.Near(point.Coordinates, a.t().matmul(inverse).ToDoubles(), 0.01);
        RuleTraceTests.Near(prices, (-2 * inverse).ToDoubles(), 0.02);
    }

    /// <summary>
    /// v = theta (1 + xi) - 1 with xi = +-s. Multipliers that move first make the force lambda + eta v of the same noise: the mean push is (lambda + eta E v) E v' + eta Cov(v, v') with Cov = theta s^2.
    /// </summary>
    [Theory]
    [InlineData("simultaneous", 0)]
    [InlineData("primal, dual", 0)]
    [InlineData("dual, primal", 1)]
    public void Multipliers_that_move_first_correlate_the_force_with_the_batchs_own_noise(string scheme, double correlated)
    {
        const double theta0 = 2, s = 0.5, eta = 0.1, rate = 0.01, price = 0.7;
        double Push(double xi)
        {
            using var theta = new Theta(theta0);
            var bound = Constraint.AtMost("v", 1).StartingAt(price);
            using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), rate), [bound], DualUpdate.Ascent(eta), scheme: Engine.Schemes[scheme]);
            learner.Step(() => Evaluation.Of(tensor(0.0)).With(bound, theta.Value * (1 + xi)));
            return (theta0 - theta.Number) / rate;
        }

        var mean = (Push(s) + Push(-s)) / 2;

        // E v = theta - 1 belongs to the step from the new multipliers, theta s^2 is the bias.
        mean.Should().BeApproximately(price + correlated * eta * (theta0 - 1 + theta0 * s * s), 1e-12);
    }
}
