using ConstrainedLearning.Tests.Reference;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Formulations;

/// <summary>A formulation is a function of the parameters and its gradient: what is descended must be the gradient of what is reported.</summary>
public sealed class ForceTests
{
    private const int Samples = 5;

    public static TheoryData<string, Sense, string> Cases
    {
        get
        {
            TheoryData<string, Sense, string> cases = [];
            foreach (var formulation in new[] { "Lagrangian", "augmented", "augmented, growing", "penalty", "penalty, growing" })
                foreach (var sense in Enum.GetValues<Sense>())
                    foreach (var form in new[] { "dense", "relaxed", "scaled", "running scale", "counts", "mean over samples", "sum over samples", "relaxed samples", "gauge" }) cases.Add(formulation, sense, form);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradient_is_that_of_the_reported_function(string kind, Sense sense, string form)
    {
        using var scope = NewDisposeScope();
        using var point = new Point([0.7, -0.4, 1.1]);
        var constraint = Form(sense, form);
        using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.002), [constraint], DualUpdate.Ascent(0.3), Kind(kind));
        Evaluation Evaluate() => Measure(point, constraint, form);
        learner.Run(5, Evaluate);

        learner.Primal.ZeroGradients();
        learner.Primal.Backward(learner.Measure(Evaluate));
        var gradient = point.Value.grad!.ToDoubles();

        for (var i = 0; i < 3; i++) Difference(i).Should().BeApproximately(gradient[i], 1e-7 * Math.Max(1, Math.Abs(gradient[i])));

        double Difference(int coordinate)
        {
            const double h = 1e-5;
            return (Shifted(h) - Shifted(-h)) / (2 * h);

            double Shifted(double by)
            {
                using var _ = no_grad();
                point.Value[coordinate].add_(by);
                var value = PrimalDual.PrimalValue(learner.Measure(Evaluate));
                point.Value[coordinate].sub_(by);
                return value;
            }
        }
    }

    [Theory]
    [InlineData("Lagrangian", false)]
    [InlineData("Lagrangian", true)]
    [InlineData("augmented", false)]
    [InlineData("augmented", true)]
    [InlineData("penalty", false)]
    [InlineData("penalty", true)]
    public void An_inactive_inequality_exerts_no_force_at_any_step(string kind, bool atLeast)
    {
        using Theta theta = new(0), free = new(0);
        var bound = atLeast ? Constraint.AtLeast("x", -10) : Constraint.AtMost("x", 10);
        using PrimalDual learner = new(theta, optim.SGD(theta.parameters(), 0.1), [bound], DualUpdate.Ascent(0.1), Kind(kind)), plain = new(free, optim.SGD(free.parameters(), 0.1), [], DualUpdate.Ascent(0.1));

        for (var i = 0; i < 200; i++)
        {
            learner.Step(() => Evaluation.Of((theta.Value - 3).square()).With(bound, theta.Value));
            plain.Step(() => Evaluation.Of((free.Value - 3).square()));
            theta.Number.Should().Be(free.Number);
        }

        theta.Number.Should().BeApproximately(3, 1e-12);
        learner.Multipliers[bound].Multiplier.Only().Should().Be(0);
    }

    [Theory]
    [InlineData("Lagrangian")]
    [InlineData("augmented")]
    public void A_price_of_an_inactive_inequality_falls_to_nothing(string kind)
    {
        using var theta = new Theta(0);
        var bound = Constraint.AtMost("x", 10).StartingAt(5);
        using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), 0.1), [bound], DualUpdate.Ascent(0.1), Kind(kind));

        learner.Run(300, () => Evaluation.Of((theta.Value - 3).square()).With(bound, theta.Value));

        theta.Number.Should().BeApproximately(3, 1e-12);
        learner.Multipliers[bound].Multiplier.Only().Should().Be(0);
    }

    public static TheoryData<Sense, bool, string> WithoutPenalty
    {
        get
        {
            TheoryData<Sense, bool, string> cases = [];
            foreach (var sense in Enum.GetValues<Sense>())
                foreach (var relaxed in new[] { false, true })
                    foreach (var scheme in Engine.Schemes.Keys.Where(name => name != "method of multipliers")) cases.Add(sense, relaxed, scheme);
            return cases;
        }
    }

    [Theory, MemberData(nameof(WithoutPenalty))]
    public void A_penalty_of_zero_is_the_Lagrangian_to_the_bit(Sense sense, bool relaxed, string scheme)
    {
        Trajectory(Formulation.AugmentedLagrangian(0)).Should().Equal(Trajectory(Formulation.Lagrangian));

        double[] Trajectory(Formulation formulation)
        {
            using var point = new Point([0.7, -0.4, 1.1]);
            var constraint = Form(sense, relaxed ? "relaxed" : "dense");
            using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.05), [constraint], DualUpdate.NuPI(0.1), formulation, Engine.Schemes[scheme]);
            List<double> trajectory = [];
            for (var i = 0; i < 40; i++)
            {
                learner.Step(() => Measure(point, constraint, "dense"));
                trajectory.AddRange([.. point.Coordinates, .. learner.Multipliers[constraint].Multiplier.ToDoubles()]);
            }
            trajectory.Should().OnlyContain(value => double.IsFinite(value));
            return [.. trajectory];
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public void Multipliers_of_a_quadratic_penalty_approach_the_price_as_it_grows(double c)
    {
        // min (x - 3)^2 + (c/2) max(0, x - 1)^2 is at x = (6 + c) / (2 + c), where the force is 4 c / (2 + c); the price is 4.
        foreach (var sign in new[] { 1, -1 })
        {
            using var theta = new Theta(0);
            var bound = sign > 0 ? Constraint.AtMost("x", 1) : Constraint.AtLeast("x", -1);
            using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), 1 / (2 + c)), [bound], DualUpdate.Ascent(1), Formulation.QuadraticPenalty(c));
            learner.Run(60, () => Evaluation.Of((theta.Value - sign * 3).square()).With(bound, theta.Value));

            theta.Number.Should().BeApproximately(sign * (6 + c) / (2 + c), 1e-12);
            learner.Multipliers[bound].Multiplier.Only().Should().BeApproximately(4 * c / (2 + c), 1e-10);
        }
    }

    private static Formulation Kind(string kind) => kind switch
    {
        "Lagrangian" => Formulation.Lagrangian,
        "augmented" => Formulation.AugmentedLagrangian(3),
        "augmented, growing" => Formulation.AugmentedLagrangian(Penalty.WhileViolated(0.5, 2)),
        "penalty" => Formulation.QuadraticPenalty(3),
        _ => Formulation.QuadraticPenalty(Penalty.AddedWhileViolated(0.5, 1)),
    };

    private static Constraint Form(Sense sense, string form)
    {
        double[] bounds = [0.2, 0.6, -0.5];
        var constraint = sense switch { Sense.AtMost => Constraint.AtMost("g", bounds), Sense.AtLeast => Constraint.AtLeast("g", bounds), _ => Constraint.Equal("g", bounds) };
        var one = sense switch { Sense.AtMost => Constraint.AtMost("g", 0.3), Sense.AtLeast => Constraint.AtLeast("g", 0.3), _ => Constraint.Equal("g", 0.3) };
        return form switch
        {
            "relaxed" => constraint.Relaxed(Relaxation.Quadratic(2).Weighted(1, 2, 3)),
            "scaled" => constraint.Scaled(Scale.Bound),
            "running scale" => constraint.Scaled(Scale.Running),
            "mean over samples" => one.PerSample(Samples),
            "sum over samples" => one.PerSample(Samples, Aggregation.Sum),
            "relaxed samples" => one.PerSample(Samples).Relaxed(Relaxation.Huber(2, 0.1)),
            "gauge" => constraint.Contributing(Contribution.DualOnly),
            _ => constraint,
        };
    }

    private static Evaluation Measure(Point point, Constraint constraint, string form)
    {
        var x = point.Value;
        var loss = (x - tensor([1.0, 0.3, -0.2])).square().sum();
        if (constraint.IsPerSample)
        {
            var samples = tensor([4L, 1L, 2L]);
            return Evaluation.Of(loss).WithSamples(constraint, x.square() - x.roll(1) / 3, samples);
        }
        var values = x.square() - x.roll(1) / 3;
        if (form != "counts") return Evaluation.Of(loss).With(constraint, values);
        var empty = values.narrow(0, 0, 0).mean().reshape(1);
        return Evaluation.Of(loss).With(constraint, cat([values.narrow(0, 0, 1), empty, values.narrow(0, 2, 1)]), counts: tensor([2.0, 0, 5]));
    }
}
