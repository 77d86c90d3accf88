using ConstrainedLearning.Quantization;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Quantization;

/// <summary>The known answers of the precision constraint: closed forms and what the gradient must and must not reach.</summary>
public sealed class PrecisionConstraintTests
{
    // Weights [1, 0.5], inputs i.i.d. uniform on the grid: d = var ||e||^2 + (sum e)^2 / 4, e the error of the normalised weights times E = 0.75.
    [Theory]
    [InlineData(1, 0.0434883)]
    [InlineData(2, 0.0163561)]
    [InlineData(4, 8.8962e-6)]
    [InlineData(8, 2.13887e-7)]
    public void Error_of_a_linear_layer_is_its_closed_form(int bits, double expected)
    {
        using var scope = NewDisposeScope();
        using var model = Layer(1, 0.5);
        using var twin = new LowPrecisionTwin(model, LayerPrecision.Of(LayerSite.Of(model), new DoReFaWeights(bits), new DoReFaActivations(bits)));
        var steps = (1 << bits) - 1;
        var grid = arange(steps + 1, ScalarType.Float64) / steps;
        var inputs = cartesian_prod([grid, grid]);

        var error = twin.Measure(() => model.call(inputs)).Errors.ToDoubles().Single();

        error.Should().BeApproximately(expected, 1e-5 * expected);
    }

    [Fact]
    public void Single_positive_weight_has_no_error_and_no_price()
    {
        using var scope = NewDisposeScope();
        using var model = Layer(1);
        using var precision = new PrecisionConstraint("1 bit", model, LayerPrecision.Of(LayerSite.Of(model), new DoReFaWeights(1), new DoReFaActivations(1)), new PrecisionOptions { LayerBound = 0 });
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0), precision.Constraints, DualUpdate.Ascent(1));
        var inputs = tensor(new[] { 0.0, 1, 1 }, 3, 1);

        for (var step = 0; step < 3; step++) learner.Step(() => Evaluation.Of(model.call(inputs).mean()).With(precision, model.call(inputs), () => model.call(inputs)));

        learner.Multipliers["1 bit/layers"].Multiplier.ToDoubles().Should().Equal(0.0);
    }

    // f = theta x, E x^2 = 1, loss (theta - 0.45)^2, constraint (theta - Q)^2 <= 0.0025 with Q = 1/3: theta = Q + 0.05, lambda = |0.45 - Q| / 0.05 - 1. A straight-through gradient would leave theta at 0.45.
    [Fact]
    public void Constraint_pulls_the_model_to_the_grid_and_its_price_is_the_derivative()
    {
        const double target = 0.45, point = 1 / 3.0;
        double Solve(double bound, out double multiplier)
        {
            using var scope = NewDisposeScope();
            using var model = Layer(0.4);
            using var precision = new PrecisionConstraint("grid", model, LayerPrecision.Of(LayerSite.Of(model), new Thirds()), new PrecisionOptions { LayerBound = bound });
            using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0.05), precision.Constraints, DualUpdate.Ascent(5), Formulation.AugmentedLagrangian(Penalty.Constant(20)));
            var inputs = tensor(new[] { -1.0, 1 }, 2, 1);
            for (var step = 0; step < 3000; step++)
                learner.Step(() => Evaluation.Of((model.weight - target).square().sum()).With(precision, model.call(inputs), () => model.call(inputs)));
            multiplier = learner.Multipliers["grid/layers"].Multiplier.ToDoubles().Single();
            return model.weight.ToDouble();
        }

        Solve(0.0025, out var price).Should().BeApproximately(point + 0.05, 1e-4);
        price.Should().BeApproximately((target - point) / 0.05 - 1, 1e-2);
        const double step = 1e-4;
        double Value(double bound) => Math.Pow(Solve(bound, out _) - target, 2);
        ((Value(0.0025 + step) - Value(0.0025 - step)) / (2 * step)).Should().BeApproximately(-price, 0.02);
        Solve(1, out var free).Should().BeApproximately(target, 1e-6, "a bound that does not bind leaves the model alone");
        free.Should().Be(0);
    }

    [Fact]
    public void Output_distance_of_equal_outputs_is_the_entropy_or_nothing()
    {
        using var scope = NewDisposeScope();
        var scores = zeros([4, 10], ScalarType.Float64, requires_grad: true);

        OutputDistances.Of(OutputDistance.CrossEntropy, scores, scores).ToDouble().Should().BeApproximately(Math.Log(10), 1e-12);
        OutputDistances.Of(OutputDistance.KullbackLeibler, scores, scores).ToDouble().Should().BeApproximately(0, 1e-12);
        OutputDistances.Of(OutputDistance.SquaredError, scores, scores).ToDouble().Should().Be(0);
    }

    // dCE/do_i = -p_i (a_i - sum_j p_j a_j) for each sample, with a = log softmax of the other side; over the batch's mean.
    [Fact]
    public void Output_distance_has_its_gradient_through_the_full_precision_side()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor high = randn([3, 4], ScalarType.Float64, requires_grad: true), low = randn([3, 4], ScalarType.Float64);

        OutputDistances.Of(OutputDistance.CrossEntropy, high, low).backward();

        var (p, a) = (high.detach().softmax(1), low.detach().log_softmax(1));
        var expected = -(p * (a - (p * a).sum([1], keepdim: true))) / 3;
        (high.grad! - expected).abs().max().ToDouble().Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Twin_leaves_the_training_of_the_model_alone_to_the_last_bit()
    {
        using var scope = NewDisposeScope();
        var plain = Gradients(null, out _, out _);

        var with = Gradients(0, out var running, out var twin);

        with.Should().BeEquivalentTo(plain, options => options.WithStrictOrdering());
        Gradients(null, out var alone, out _);
        running.Should().Equal(alone, "running statistics are the model's own");
        twin.Should().NotEqual(alone.Take(twin.Length));
    }

    [Fact]
    public void Price_of_a_layer_pushes_that_layer_alone()
    {
        using var scope = NewDisposeScope();
        var plain = Gradients(0, out _, out _);

        var pushed = Gradients(1, out _, out _);

        // Parameters: conv 0 (the one at low precision), its normalisation, conv 1 (left out), the classifier.
        pushed["0.weight"].Should().NotEqual(plain["0.weight"]);
        foreach (var name in plain.Keys.Where(name => name != "0.weight")) pushed[name].Should().Equal(plain[name], name);
    }

    [Fact]
    public void Errors_fall_by_four_with_each_bit()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var model = Sequential(Linear(6, 5), Tanh(), Linear(5, 4)).to(ScalarType.Float64);
        var inputs = rand([64, 6], ScalarType.Float64);
        double[] Errors(int bits)
        {
            using var twin = new LowPrecisionTwin(model, LayerPrecision.Of(LayerSite.Of(model), new DoReFaWeights(bits)));
            return [.. twin.Measure(() => model.call(inputs)).Errors.ToDoubles()];
        }

        var (fine, finer) = (Errors(10), Errors(14));

        fine.Zip(finer, (one, other) => one / other).Should().OnlyContain(ratio => ratio > 100 && ratio < 600, "4^4 is 256");
    }

    // A sum of two layers of which one makes four times the error of the other: with theta fixed the multipliers grow as d_l - eps.
    [Fact]
    public void Worse_layer_has_the_higher_price_and_names_itself()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("first", Layer(0.4)), ("second", Layer(0.36666666666666664)));
        using var precision = new PrecisionConstraint("grid", model, LayerPrecision.Of(LayerSite.Of(model), new Thirds()), new PrecisionOptions { LayerBound = 1e-5 });
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0), precision.Constraints, DualUpdate.Ascent(1));
        var inputs = tensor(new[] { -1.0, 1 }, 2, 1);
        double[] errors = [];

        learner.Step(() =>
        {
            errors = [.. precision.Twin.Measure(() => model.call(inputs)).Errors.ToDoubles()];
            return Evaluation.Of(model.call(inputs).mean()).With(precision, model.call(inputs), () => model.call(inputs));
        });

        learner.Multipliers["grid/layers"].Multiplier.ToDoubles().ToArray().ShouldBeCloseTo([.. errors.Select(error => error - 1e-5)], 1e-12);
        learner.Sensitivity().Prices[0].Name.Should().Be("grid/layers[first]");
    }

    [Fact]
    public void Relative_errors_are_those_of_a_layer_whose_signal_is_one()
    {
        using var scope = NewDisposeScope();
        using var model = Layer(0.4);
        var inputs = tensor(new[] { -3.0, 3 }, 2, 1);
        using var precision = new PrecisionConstraint("grid", model, LayerPrecision.Of(LayerSite.Of(model), new Thirds()), new PrecisionOptions { LayerBound = 0, IsRelative = true });
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0), precision.Constraints, DualUpdate.Ascent(1));

        learner.Step(() => Evaluation.Of(model.call(inputs).mean()).With(precision, model.call(inputs), () => model.call(inputs)));

        learner.Multipliers["grid/layers"].Multiplier.ToDouble().Should().BeApproximately(Math.Pow((0.4 - 1 / 3.0) / 0.4, 2), 1e-9);
    }

    [Fact]
    public void Layers_that_are_not_called_or_called_twice_are_named()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("used", Layer(0.4)), ("again", Layer(0.4)));
        var inputs = zeros([2, 1], ScalarType.Float64);
        using var twin = new LowPrecisionTwin(model, LayerPrecision.Of(LayerSite.Of(model), new Thirds()));

        FluentActions.Invoking(() => twin.Measure(() => inputs)).Should().Throw<InvalidOperationException>().WithMessage("*'used'*not called*");
        FluentActions.Invoking(() => twin.Measure(() => model.call(model.call(inputs)))).Should().Throw<InvalidOperationException>().WithMessage("*'used'*twice*");
        model.call(inputs).requires_grad.Should().BeTrue("hooks and modes are gone after a pass that failed");
        FluentActions.Invoking(() => LayerSite.Of(model, "conv*")).Should().Throw<ArgumentException>().WithMessage("*'conv*'*used, again*");
        LayerSite.Of(model, "*", "!again").Select(site => site.Name).Should().Equal("used");
    }

    private static TorchSharp.Modules.Linear Layer(params double[] weights)
    {
        var layer = Linear(weights.Length, 1, hasBias: false).to(ScalarType.Float64);
        using var _ = no_grad();
        layer.weight.copy_(tensor(weights).unsqueeze(0));
        return layer;
    }

    /// <summary>Gradients of a small network after one backward pass; <paramref name="multiplier"/> null: without the twin.</summary>
    private static Dictionary<string, double[]> Gradients(double? multiplier, out double[] running, out double[] own)
    {
        manual_seed(7);
        using var model = Sequential(("0", Conv2d(3, 4, 3, padding: 1, bias: false)), ("1", BatchNorm2d(4)), ("2", ReLU()), ("3", Conv2d(4, 4, 3)), ("4", Flatten()), ("5", Linear(4 * 36, 5)));
        Tensor images = rand(6, 3, 8, 8), labels = randint(5, [6], dtype: ScalarType.Int64);
        using var precision = multiplier is null ? null : new PrecisionConstraint("2 bits", model, LayerPrecision.Of(LayerSite.Of(model, "0"), new SymmetricQuantizer(2)), new PrecisionOptions { LayerBound = 0 })
            .As(constraint => constraint.StartingAt(multiplier.Value).Contributing(Contribution.PrimalOnly));
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0), precision?.Constraints ?? [], DualUpdate.Ascent(1));
        learner.Step(() =>
        {
            var output = model.call(images);
            var evaluation = Evaluation.Of(functional.cross_entropy(output, labels));
            return precision is null ? evaluation : evaluation.With(precision, output, () => model.call(images));
        });
        running = [.. model.state_dict()["1.running_mean"].ToDoubles()];
        own = precision is null ? [] : [.. precision.StateDict()["1.running_mean"].ToDoubles()];
        return model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.grad!.flatten().ToDoubles().ToArray());
    }

    /// <summary>The nearest multiple of 1/3.</summary>
    private sealed class Thirds : IQuantizer
    {
        public int Bits => 2;

        public Tensor HighPrecision(Tensor values) => values;

        public Tensor Quantize(Tensor values) => (values.detach() * 3).round_().div_(3);

        public Tensor StraightThrough(Tensor values) => values + (Quantize(values) - values).detach();

        public QuantizedTensor Encode(Tensor values) => throw new NotSupportedException();
    }
}
