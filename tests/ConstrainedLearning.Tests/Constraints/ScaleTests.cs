using ConstrainedLearning.Tests.Duals;
using ConstrainedLearning.Tests.Reference;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Constraints;

/// <summary>A constraint in other units is the same constraint: the same run of the model, prices in the new units.</summary>
public sealed class ScaleTests
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            TheoryData<string, string, string> cases = [];
            foreach (var scale in new[] { "fixed", "bound", "running", "running, one component", "running, samples" })
                foreach (var formulation in Engine.Formulations.Keys)
                    foreach (var scheme in new[] { "simultaneous", "dual, primal", "extragradient", "optimistic", "method of multipliers" })
                        if (Engine.Allows(scheme, formulation)) cases.Add(scale, formulation, scheme);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_constraint_times_K_gives_the_same_path_and_prices_divided_by_K(string scale, string formulation, string scheme)
    {
        const double k = 250;
        var (path, prices) = Run(1);
        var (scaledPath, scaledPrices) = Run(k);

        RuleTraceTests.Near(scaledPath, path, 1e-9);
        RuleTraceTests.Near(scaledPrices.Select(price => price * k), prices, 1e-9);
        prices.Should().Contain(price => price > 0.01);

        (double[] Path, double[] Prices) Run(double factor)
        {
            using var point = new Point([2, 2, -2]);
            double[] bounds = [3 * factor, 2.6 * factor, 2.1 * factor];
            var constraint = scale switch
            {
                "fixed" => Constraint.AtMost("g", bounds).Scaled(Scale.Fixed(2 * factor)),
                "bound" => Constraint.AtMost("g", bounds).Scaled(Scale.Bound),
                "running" => Constraint.AtMost("g", bounds).Scaled(Scale.Running),
                "running, one component" => Constraint.AtMost("g", bounds[0]).Scaled(Scale.Running),
                _ => Constraint.AtMost("g", bounds[0]).PerSample(3).Scaled(Scale.Running),
            };
            using var learner = new PrimalDual(
                point, optim.SGD(point.parameters(), 0.005), [constraint], DualUpdate.NuPI(0.1).Damped(0.01), Engine.Formulations[formulation], Engine.Schemes[scheme]);
            List<double> path = [], prices = [];
            for (var i = 0; i < 25; i++)
            {
                learner.Step(() =>
                {
                    var x = point.Value;
                    var evaluation = Evaluation.Of((x - tensor([1.5, 1, 0.5])).square().sum());
                    var values = (x.square() + 2) * factor;
                    return constraint.IsPerSample ? evaluation.WithSamples(constraint, values, tensor([2L, 0L, 1L])) : evaluation.With(constraint, constraint.Count == 1 ? values[0] : values);
                });
                path.AddRange(point.Coordinates);
                prices.AddRange(learner.Multipliers[constraint].Multiplier.ToDoubles());
            }
            return ([.. path], [.. prices]);
        }
    }

    [Fact]
    public void A_running_unit_is_the_root_mean_square_of_what_was_observed()
    {
        using var dial = new Dial(Constraint.AtMost("v", 0, 2).Scaled(Scale.Running), DualUpdate.Ascent(1));

        // Units 3, then sqrt((9 + 16) / 2); the second component is first seen in the second step.
        RuleTraceTests.Near(dial.Next([3, double.NaN], [1, 0]), [1.0 / 3, 0]);
        RuleTraceTests.Near(dial.Next([4, 0.5]), [1.0 / 3 + 4 / 12.5, 0.5 / 0.25]);
    }

    [Fact]
    public void A_component_that_was_not_observed_leaves_its_running_unit_alone()
    {
        using var dial = new Dial(Constraint.AtMost("v", 0).Scaled(Scale.Running), DualUpdate.Ascent(1));

        dial.Next([2]);
        dial.Next([double.NaN], [0]);

        RuleTraceTests.Near(dial.Next([2]), [0.5 + 0.5]);
    }

    [Fact]
    public void Caps_stay_in_the_users_units()
    {
        using var dial = new Dial(Constraint.AtMost("v", 0).Scaled(Scale.Fixed(10)), DualUpdate.Ascent(1, cap: 0.05));

        // lambda 10, e / 10: ascent by e / 100.
        RuleTraceTests.Near([dial.Next([3])[0], dial.Next([3])[0]], [0.03, 0.05]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Units_that_make_no_sense_are_refused(double unit) => FluentActions.Invoking(() => Scale.Fixed(unit)).Should().Throw<ArgumentOutOfRangeException>();
}
