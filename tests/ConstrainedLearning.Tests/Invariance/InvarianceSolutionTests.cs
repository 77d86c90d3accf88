using ConstrainedLearning.Invariance;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Invariance;

/// <summary>Solutions that draws of the samplers lead to, beside those of the exact laws: f = theta x at x = y = 1, squared loss, under x -> x and x -> -x.</summary>
public sealed class InvarianceSolutionTests
{
    private const int Images = 1024, Steps = 1000;

    public static TheoryData<string, int> Laws => new() { { "uniform", 1 }, { "one_step", 2 }, { "stationary", 7 } };

    [Theory, MemberData(nameof(Laws))]
    public void Draws_lead_to_the_solution_and_price_of_their_law(string law, int proposals)
    {
        var known = ClosedForms.Case("invariance.primal_dual_toy.2.0");
        var expected = known.GetProperty("expected").GetProperty(law);

        var (theta, price) = Solve(known.Input("eps"), proposals == 1 ? TransformationSampler.Uniform : TransformationSampler.MetropolisHastings(new ChainOptions { Proposals = proposals }));

        theta.Should().BeApproximately(expected.GetProperty("theta").GetDouble(), 0.005);
        price.Should().BeApproximately(expected.GetProperty("gamma").GetDouble(), 0.012);
        if (law == "stationary") price.Should().BeGreaterThan(known.Expected("gamma_if_differentiated_through_the_law") + 0.1, "the law is held constant in the gradient");
    }

    /// <summary>Means over the second half of the steps: draws leave noise.</summary>
    private static (double Theta, double Price) Solve(double epsilon, TransformationSampler sampler)
    {
        using var scope = NewDisposeScope();
        using var line = new Line(0.7);
        var images = ones([Images, 1], ScalarType.Float64);
        using var invariance = new InvarianceConstraint("sign", epsilon, new Signs(), line, (values, targets) => (values - targets).square().select(1, 0), new InvarianceOptions { Sampler = sampler });
        using var learner = new PrimalDual(line, optim.SGD(line.parameters(), 0.05), [invariance.Constraint], DualUpdate.Ascent(0.05));
        double theta = 0, price = 0;
        for (var step = 0; step < Steps; step++)
        {
            learner.Step(() => Evaluation.Of((line.call(images) - images).square().mean()).With(invariance, images, images));
            if (step < Steps / 2) continue;
            theta += line.Slope.ToDouble() / (Steps / 2);
            price += learner.Multipliers["sign"].Multiplier.Only() / (Steps / 2);
        }
        return (theta, price);
    }

    private sealed class Signs : IAugmentation
    {
        public IReadOnlyList<string> Operations { get; } = ["as it is", "negated"];

        public Transformed Draw(Tensor images) => Apply(images, randint(2, [images.size(0)], dtype: ScalarType.Int64), zeros(images.size(0)));

        public Transformed DrawNear(Tensor images, Transformed last, double scale) => Draw(images);

        public Transformed Apply(Tensor images, Tensor operations, Tensor levels) => new(images * (1 - 2 * operations).unsqueeze(1), operations, levels);
    }

    private sealed class Line : nn.Module<Tensor, Tensor>
    {
        internal readonly Parameter Slope;

        internal Line(double start) : base(nameof(Line))
        {
            Slope = new Parameter(tensor(start, dtype: ScalarType.Float64));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input * Slope;
    }
}
