using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Schemes;

/// <summary>min over x, max over y of x y: the smallest game without curvature, solved at (0, 0). In the engine: loss 0, requirement x = 0, multiplier y.</summary>
public sealed class BilinearGameTests
{
    public static TheoryData<double> Rates => [0.01, 0.1, 0.5, 0.9];

    /// <summary>Both move along the circle's tangent: |z|^2 grows by 1 + eta^2.</summary>
    [Theory, MemberData(nameof(Rates))]
    public void Simultaneous_steps_spiral_outwards_at_the_known_rate(double eta)
    {
        using var game = new Game(Scheme.Simultaneous, DualUpdate.Ascent(eta), theta => optim.SGD(theta.parameters(), eta));

        foreach (var factor in game.Factors(50)) factor.Should().BeApproximately(Math.Sqrt(1 + eta * eta), 1e-12);
    }

    /// <summary>
    /// Both halves start from z_k (Korpelevich): |z|^2 shrinks by 1 - eta^2 + eta^4. Started from the half point, the duals' second move would make the step's determinant (1 - eta^2)^2 + 2 eta^2 = 1 + eta^4 &gt; 1,
    /// and the game would diverge.
    /// </summary>
    [Theory, MemberData(nameof(Rates))]
    public void Extragradient_contracts_at_the_known_rate(double eta)
    {
        using var game = new Game(Scheme.Extragradient, DualUpdate.Ascent(eta), theta => optim.SGD(theta.parameters(), eta));

        foreach (var factor in game.Factors(50)) factor.Should().BeApproximately(Math.Sqrt(1 - eta * eta + Math.Pow(eta, 4)), 1e-12);
    }

    /// <summary>The characteristic polynomial of z'' = z' - eta J (2 z' - z) is s^2 - s (1 - 2 i eta) - i eta: its larger root is the rate.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void Optimistic_steps_contract_at_the_known_rate(double eta)
    {
        var b = new System.Numerics.Complex(-1, 2 * eta);
        var root = System.Numerics.Complex.Sqrt(b * b + new System.Numerics.Complex(0, 4 * eta));
        var rate = Math.Max(((-b + root) / 2).Magnitude, ((-b - root) / 2).Magnitude);
        using var game = new Game(Scheme.Optimistic, DualUpdate.Ascent(eta), theta => optim.SGD(theta.parameters(), eta));

        var factors = game.Factors(200);

        rate.Should().BeLessThan(1);
        // After the smaller root has died away.
        foreach (var factor in factors.Skip(150)) factor.Should().BeApproximately(rate, 1e-9);
    }

    [Fact]
    public void Gains_0_1_are_ascent()
    {
        var ascent = Trace(Scheme.Simultaneous, DualUpdate.Ascent(0.2), Descent);

        Trace(Scheme.Simultaneous, DualUpdate.NuPI(0.2, kp: 0, ki: 1, nu: 0), Descent).Should().Equal(ascent);
        Trace(Scheme.Simultaneous, DualUpdate.NuPI(0.2, kp: 0, ki: 1, nu: 0, NuPIStart.Zero), Descent).Should().Equal(ascent);
    }

    [Fact]
    public void Gains_1_1_on_the_duals_and_an_optimistic_primal_are_the_optimistic_scheme()
    {
        var scheme = Trace(Scheme.Optimistic, DualUpdate.Ascent(0.2), Descent);

        var combined = Trace(Scheme.Simultaneous, DualUpdate.NuPI(0.2, kp: 1, ki: 1, nu: 0), theta => new OptimisticDescent(theta.Value, 0.2));

        combined.Should().HaveSameCount(scheme);
        for (var i = 0; i < scheme.Count; i++) combined[i].Should().BeApproximately(scheme[i], 1e-14);
    }

    /// <summary>On duals alone, kp = ki only balances the growth of simultaneous steps (1 + eta^2 against 1 - eta^2 of |z|^2 a step); a larger kp is needed, or the optimistic scheme.</summary>
    [Theory]
    [InlineData(1, 0.9, 1.1)]
    [InlineData(4, 0, 1e-3)]
    public void Gains_on_duals_alone_damp_when_the_proportional_one_is_larger(double kp, double least, double most)
    {
        const double eta = 0.1;
        using var game = new Game(Scheme.Simultaneous, DualUpdate.NuPI(eta, kp, ki: 1), theta => optim.SGD(theta.parameters(), eta));

        game.Factors(600).Aggregate(1.0, (product, factor) => product * factor).Should().BeInRange(least, most);
    }

    [Fact]
    public void Gains_1_1_have_the_optimistic_dual_trace()
    {
        const double eta = 0.1;
        double[] errors = [0.6, -0.1, 0.4, 0.4, -0.9, 0.2];
        using var theta = new Theta(0);
        var bound = Constraint.Equal("bound", 0);
        using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), 0), [bound], DualUpdate.NuPI(eta, kp: 1, ki: 1));
        double multiplier = 0, previous = errors[0];

        foreach (var error in errors)
        {
            learner.Step(() => Evaluation.Of(theta.Value * 0).With(bound, theta.Value + error));
            multiplier += eta * (2 * error - previous);
            previous = error;
            learner.Multipliers[bound].Multiplier.Only().Should().BeApproximately(multiplier, 1e-15);
        }
    }

    private static optim.Optimizer Descent(Theta theta) => optim.SGD(theta.parameters(), 0.2);

    private static List<double> Trace(Scheme scheme, DualUpdate dual, Func<Theta, optim.Optimizer> optimizer)
    {
        using var game = new Game(scheme, dual, optimizer);
        List<double> trace = [];
        for (var i = 0; i < 100; i++)
        {
            game.Step();
            trace.AddRange([game.X, game.Y]);
        }
        return trace;
    }

    private sealed class Game : IDisposable
    {
        private readonly Theta _theta = new(0.8);
        private readonly Constraint _zero = Constraint.Equal("x", 0).StartingAt(-0.6);
        private readonly PrimalDual _learner;

        internal Game(Scheme scheme, DualUpdate dual, Func<Theta, optim.Optimizer> optimizer) => _learner = new PrimalDual(_theta, optimizer(_theta), [_zero], dual, scheme: scheme);

        internal double X => _theta.Number;

        internal double Y => _learner.Multipliers[_zero].Multiplier.Only();

        internal void Step() => _learner.Step(() => Evaluation.Of(_theta.Value * 0).With(_zero, _theta.Value));

        /// <summary>By how much each step changes |z|.</summary>
        internal List<double> Factors(int steps)
        {
            List<double> factors = [];
            for (var i = 0; i < steps; i++)
            {
                var before = Math.Sqrt(X * X + Y * Y);
                Step();
                factors.Add(Math.Sqrt(X * X + Y * Y) / before);
            }
            return factors;
        }

        public void Dispose()
        {
            _learner.Dispose();
            _theta.Dispose();
        }
    }

    /// <summary>x &lt;- x - eta (2 g - g'), g' the gradient before; in the first step g itself.</summary>
    private sealed class OptimisticDescent(Parameter x, double rate) : optim.Optimizer(IntPtr.Zero)
    {
        private double? _previous;

        public override IEnumerable<Parameter> parameters() => [x];

        public override void zero_grad() => x.grad?.zero_();

        public override Tensor? step(Func<Tensor>? closure = null)
        {
            using var _ = no_grad();
            var gradient = x.grad!.ToDouble();
            x.sub_(rate * (2 * gradient - (_previous ?? gradient)));
            _previous = gradient;
            return null;
        }
    }
}
