using ConstrainedLearning.Invariance;
using ConstrainedLearning.Quantization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Quantization;

/// <summary>The precision constraint in whole trainings: losses at low precision, normalisation of its own, several widths, per-epoch duals, resilience, resume.</summary>
public sealed class PrecisionTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("constrained-learning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // l(f^b) with f^b = f + c: its number is the loss at low precision, its gradient that of the loss at f^b through f, here (f^b - y) df/dw.
    [Fact]
    public void Loss_at_low_precision_is_exact_and_pulls_through_the_full_precision_model()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = Linear(4, 2).to(ScalarType.Float64);
        Tensor inputs = rand([16, 4], ScalarType.Float64), targets = rand([16, 2], ScalarType.Float64);
        using var precision = new PrecisionConstraint("2 bits", model, LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(2)), new PrecisionOptions { LossBound = 0 })
            .As(constraint => constraint.StartingAt(1).Contributing(Contribution.PrimalOnly));
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0), precision.Constraints, DualUpdate.Ascent(1));

        learner.Step(() =>
        {
            var output = model.call(inputs);
            return Evaluation.Of((output * 0).sum()).With(precision, output, () => model.call(inputs), low => (low - targets).square().mean());
        });

        var atLow = inputs.matmul(new SymmetricQuantizer(2).Quantize(model.weight).t()) + model.bias!;
        learner.Multipliers["2 bits/loss"].Value.ToDouble().Should().BeApproximately((atLow - targets).square().mean().ToDouble(), 1e-12);
        var gradient = ((atLow - targets) * (2.0 / atLow.numel())).t().matmul(inputs);
        (model.weight.grad! - gradient).abs().max().ToDouble().Should().BeLessThan(1e-12);
        FluentActions.Invoking(() => Evaluation.Of(inputs.sum()).With(precision, inputs, () => model.call(inputs))).Should().Throw<ArgumentException>().WithMessage("*'2 bits/loss'*how it is taken*");
    }

    // Scale and shift of the twin are trained by the output's distance, exactly as far as inputs of low precision are passed through; no parameter of the model feels the low side.
    [Fact]
    public void Normalisation_of_its_own_is_trained_through_the_pass_at_low_precision_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var model = Network().to(ScalarType.Float64);
        var images = rand([6, 3, 8, 8], ScalarType.Float64);
        using var twin = new LowPrecisionTwin(model, LayerPrecision.Of(LayerSite.Of(model, "second"), new SymmetricQuantizer(3), new DoReFaActivations(3)), TwinNormalization.OwnScale);
        var (scale, shift) = (twin.Parameters[0], twin.Parameters[1]);

        (twin.Measure(() => model.call(images)).Output * tensor(1.5)).sum().backward();

        model.parameters().Should().OnlyContain(parameter => ReferenceEquals(parameter.grad, null) || parameter.grad.abs().max().ToDouble() == 0);
        model.parameters().Should().OnlyContain(parameter => parameter.requires_grad, "it is given back");
        // The last normalisation is followed by full-precision layers alone: there finite differences are exact.
        var (last, step) = (twin.Parameters[^1], 1e-6);
        double Value(double by)
        {
            using var inner = NewDisposeScope();
            using (no_grad()) last[0] += by;
            var value = (twin.Run(() => model.call(images)) * 1.5).sum().ToDouble();
            using (no_grad()) last[0] -= by;
            return value;
        }
        last.grad![0].ToDouble().Should().BeApproximately((Value(step) - Value(-step)) / (2 * step), 1e-5);
        // The first one's is passed on through the rounding: not 0, though a change as small as that moves no rounded number.
        scale.grad!.abs().max().ToDouble().Should().BeGreaterThan(0);
        shift.grad!.abs().max().ToDouble().Should().BeGreaterThan(0);
        twin.StateDict().Keys.Should().Contain("norm.weight");
    }

    [Fact]
    public void Published_comparison_is_after_the_normalisation_and_clipped()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var model = Network().to(ScalarType.Float64);
        var images = rand([6, 3, 8, 8], ScalarType.Float64);
        var (site, norm) = (LayerSite.Of(model, "first").Single(), (Module<Tensor, Tensor>)model.named_children().Single(pair => pair.name == "norm").module);
        var layer = new LayerPrecision(site, new DoReFaWeights(2)) { Output = new DoReFaActivations(2), ComparedAfter = norm };
        using var twin = new LowPrecisionTwin(model, [layer]);

        var error = twin.Measure(() => model.call(images)).Errors.ToDouble();

        var high = functional.conv2d(images, new DoReFaWeights(2).HighPrecision(site.Weight), padding: [1, 1]).clamp(0, 1);
        var low = functional.batch_norm(functional.conv2d(images, new DoReFaWeights(2).Quantize(site.Weight), padding: [1, 1]), zeros([4], ScalarType.Float64), ones([4], ScalarType.Float64), training: true);
        error.Should().BeApproximately((high - new DoReFaActivations(2).Quantize(low)).square().mean().ToDouble(), 1e-9);
    }

    // With the same output on both sides (nothing left of the rounding at 16 bits) like-for-like errors vanish; the published comparison does not.
    [Fact]
    public void Fine_grids_leave_an_error_only_where_unlike_is_compared()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var model = Network().to(ScalarType.Float64);
        var images = rand([6, 3, 8, 8], ScalarType.Float64);
        var site = LayerSite.Of(model, "first").Single();
        var norm = (Module<Tensor, Tensor>)model.named_children().Single(pair => pair.name == "norm").module;
        double Error(LayerPrecision layer)
        {
            using var twin = new LowPrecisionTwin(model, [layer]);
            return twin.Measure(() => model.call(images)).Errors.ToDouble();
        }

        Error(new LayerPrecision(site, new DoReFaWeights(16))).Should().BeLessThan(1e-8);
        Error(new LayerPrecision(site, new DoReFaWeights(16)) { Output = new DoReFaActivations(16) }).Should().BeLessThan(1e-8);
        Error(new LayerPrecision(site, new DoReFaWeights(16)) { Output = new DoReFaActivations(16), ComparedAfter = norm }).Should().BeGreaterThan(1e-3);
    }

    [Fact]
    public void Bias_of_a_layer_is_not_pushed_by_its_own_error()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        using var model = Linear(4, 3);
        var inputs = rand(5, 4);
        using var twin = new LowPrecisionTwin(model, LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(2)));

        twin.Measure(() => model.call(inputs)).Errors.sum().backward();

        model.weight.grad!.abs().max().ToSingle().Should().BeGreaterThan(0);
        (model.bias!.grad is null || model.bias.grad.abs().max().ToSingle() == 0).Should().BeTrue("both sides have it, and it cancels");
    }

    [Fact]
    public void Several_bit_widths_have_bounds_and_statistics_of_their_own()
    {
        using var scope = NewDisposeScope();
        using var run = new Run(new PrecisionOptions { LayerBound = 0.01, IsRelative = true, OutputBound = 0.01 }, bits: [8, 2]);

        run.Trainer(epochs: 2).Run();

        run.Learner.Multipliers.Select(state => state.Constraint.Name).Should().Equal("8 bits/layers", "8 bits/output", "2 bits/layers", "2 bits/output");
        run.Learner.Multipliers["2 bits/layers"].Multiplier.ToDoubles().ToArray().Should().OnlyContain(price => price > 0);
        run.Learner.Multipliers["8 bits/layers"].Multiplier.ToDoubles().ToArray().Should().OnlyContain(price => price == 0, "a bound that does not bind is free");
        var (eight, two) = (run.Precisions[0].StateDict()["norm2.running_mean"], run.Precisions[1].StateDict()["norm2.running_mean"]);
        eight.allclose(two).Should().BeFalse();
    }

    [Fact]
    public void Layers_can_have_bounds_of_their_own_by_name()
    {
        using var scope = NewDisposeScope();
        using var run = new Run(new PrecisionOptions { LayerBound = 0, LayerBounds = new Dictionary<string, double> { ["second"] = 1e6 } }, bits: [2]);

        run.Trainer(epochs: 1).Run();

        var prices = run.Learner.Multipliers["2 bits/layers"].Multiplier.ToDoubles().ToArray();
        prices[0].Should().BePositive();
        prices[1].Should().Be(0);
        FluentActions.Invoking(() => new Run(new PrecisionOptions { LayerBound = 0, LayerBounds = new Dictionary<string, double> { ["third"] = 1 } }, bits: [2])).Should().Throw<ArgumentException>().WithMessage("*'third'*first, second*");
    }

    // One problem with one set of multipliers: low precision, transformed images and bounds that give way, and it goes on after a stop as any other.
    [Fact]
    public void Precision_stands_beside_invariance_and_resilience_in_one_problem()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = Network();
        Tensor images = rand([24, 3, 8, 8]) * 255, labels = arange(24, ScalarType.Int64) % 5;
        using var precision = new PrecisionConstraint(
            "2 bits", model, LayerPrecision.Of(LayerSite.Of(model, "first", "second"), new SymmetricQuantizer(2), new AsymmetricQuantizer(2)), new PrecisionOptions { LayerBound = 0.01, IsRelative = true, OutputBound = 0.001 })
            .As(constraint => constraint.Relaxed(Relaxation.Quadratic(1)));
        using var invariance = new InvarianceConstraint("turned", 0.5, TransformationSpace.Rotation(30), model, (scores, expected) => functional.cross_entropy(scores, expected, reduction: Reduction.None));
        using var learner = new PrimalDual(model, optim.Adam(model.parameters(), 0.01), [.. precision.Constraints, invariance.Constraint], DualUpdate.Ascent(0.1));

        for (var step = 0; step < 20; step++)
            learner.Step(() =>
            {
                var output = model.call(images);
                return Evaluation.Of(functional.cross_entropy(output, labels)).With(precision, output, () => model.call(images)).With(invariance, images, labels);
            });

        foreach (var state in learner.Multipliers) state.Multiplier.ToDoubles().ToArray().Should().Contain(price => price > 0, state.Constraint.Name);
        learner.Multipliers["2 bits/layers"].Slack!.ToDoubles().ToArray().Should().OnlyContain(slack => slack > 0);
        learner.Sensitivity().Prices.Select(price => price.Name).Should().Contain(["2 bits/layers[first]", "2 bits/output", "turned"]);
    }

    // Constant errors s: after T epochs of frozen parameters lambda = eta T s, whatever the number of steps.
    [Fact]
    public void Per_epoch_multipliers_move_once_an_epoch_by_the_mean_over_the_whole_set()
    {
        using var scope = NewDisposeScope();
        using var run = new Run(new PrecisionOptions { LayerBound = 0 }, bits: [2], rate: 0, scheme: Scheme.PerEpoch, patterns: "first");

        run.Trainer(epochs: 1).Run();
        var first = run.Learner.Multipliers["2 bits/layers"].Multiplier.ToDoubles().ToArray();
        run.Trainer(epochs: 3).Run();

        run.Learner.Multipliers["2 bits/layers"].Multiplier.ToDoubles().ToArray().ShouldBeCloseTo([.. first.Select(value => 4 * value)], 1e-7);
        first.Should().OnlyContain(price => price > 0);
    }

    // alpha u = lambda and d - eps - u = 0 at the end: the bounds give way by what they cost.
    [Fact]
    public void Bounds_that_give_way_do_so_in_proportion_to_their_price()
    {
        using var scope = NewDisposeScope();
        using var run = new Run(new PrecisionOptions { LayerBound = 0.001, IsRelative = true }, bits: [2], rate: 0, dualRate: 0.5, change: constraint => constraint.Relaxed(Relaxation.Quadratic(2)));

        run.Trainer(epochs: 60).Run();

        var state = run.Learner.Multipliers["2 bits/layers"];
        double[] prices = [.. state.Multiplier.ToDoubles()], slacks = [.. state.Slack!.ToDoubles()];
        prices.Should().OnlyContain(price => price > 0);
        slacks.ShouldBeCloseTo([.. prices.Select(price => price / 2)], 0.02);
        slacks.ShouldBeCloseTo([.. state.Value.ToDoubles().ToArray().Select(value => value - 0.001)], 0.1 * slacks.Max());
    }

    // Two layers after each other, w2 w1 x: with frozen parameters the multipliers grow by what the loss rises when one weight alone goes to its grid; the force is still that of the errors.
    [Fact]
    public void Layers_priced_by_the_loss_count_its_rise_in_turn()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Linear(1, 1, hasBias: false)), ("b", Linear(1, 1, hasBias: false))).to(ScalarType.Float64);
        using (no_grad())
            foreach (var (parameter, value) in model.parameters().Zip([0.4, 0.9])) parameter.fill_(value);
        var inputs = tensor(new[] { -1.0, 1 }, 2, 1);
        var grid = new SymmetricQuantizer(2) { Limit = 1 }; // -1, 0, 1
        var options = new PrecisionOptions { LayerBound = 0.01, LayerPrice = LayerPrice.LossIncrease };
        using var precision = new PrecisionConstraint("2 bits", model, LayerPrecision.Of(LayerSite.Of(model), grid), options);
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0), precision.Constraints, DualUpdate.Ascent(1));
        Tensor Loss(Tensor output) => (output - 0.5 * inputs).square().mean();
        double Rise(double product) => Math.Pow(product - 0.5, 2) - Math.Pow(0.36 - 0.5, 2);

        double[][] prices = new double[3][];
        for (var step = 0; step < 3; step++)
        {
            learner.Step(() => Evaluation.Of(Loss(model.call(inputs))).With(precision, model.call(inputs), () => model.call(inputs), Loss));
            prices[step] = [.. learner.Multipliers["2 bits/layers"].Multiplier.ToDoubles()];
        }

        // 0.4 goes to 0, and the loss rises; 0.9 goes to 1, and it falls. The second layer rests until it is its turn.
        var rise = Rise(0) - 0.01;
        prices[0].ShouldBeCloseTo([rise, 0], 1e-12);
        prices[1].ShouldBeCloseTo([2 * rise, Math.Max(0, Rise(0.4) - 0.01)], 1e-12);
        prices[2].ShouldBeCloseTo([3 * rise, 0], 1e-12);
        FluentActions.Invoking(() => Evaluation.Of(inputs.sum()).With(precision, inputs, () => model.call(inputs))).Should().Throw<ArgumentException>().WithMessage("*priced by the loss*");
    }

    [Theory]
    [InlineData(TwinNormalization.Shared, LayerPrice.Error), InlineData(TwinNormalization.OwnScale, LayerPrice.Error), InlineData(TwinNormalization.Shared, LayerPrice.LossIncrease)]
    public void Run_that_was_stopped_goes_on_to_the_same_numbers(TwinNormalization normalization, LayerPrice price)
    {
        using var scope = NewDisposeScope();
        var options = new PrecisionOptions { LayerBound = 0.01, OutputBound = 0.001, LossBound = 1, IsRelative = true, Normalization = normalization, LayerPrice = price };
        using var straight = new Run(options, bits: [2]);
        straight.Trainer(epochs: 4).Run();

        using (var first = new Run(options, bits: [2])) first.Trainer(epochs: 2, _folder).Run();
        using var second = new Run(options, bits: [2], seed: 99);
        var trainer = second.Trainer(epochs: 4, _folder);
        trainer.Resume(_folder);
        trainer.Run();

        second.State().Should().BeEquivalentTo(straight.State(), how => how.WithStrictOrdering());
    }

    [Fact]
    public void Bounds_that_train_nothing_are_refused()
    {
        using var model = Network();
        var layers = LayerPrecision.Of(LayerSite.Of(model, "first"), new SymmetricQuantizer(2));

        FluentActions.Invoking(() => new PrecisionConstraint("a", model, layers, new PrecisionOptions())).Should().Throw<ArgumentException>().WithMessage("*'a' bounds nothing*");
        FluentActions.Invoking(() => new PrecisionConstraint("a", model, layers, new PrecisionOptions { LayerBound = 1, Normalization = TwinNormalization.OwnScale })).Should().Throw<ArgumentException>().WithMessage("*scales of its own*");
        FluentActions.Invoking(() => new PrecisionOptions { LossBound = double.NaN }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Layers_trained_through_the_rounding_have_its_numbers_and_gradients()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var model = Linear(4, 3).to(ScalarType.Float64);
        var inputs = rand([7, 4], ScalarType.Float64);
        using (new StraightThroughLayers(LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(3), new DoReFaActivations(2))))
            model.call(inputs).square().sum().backward();

        var (x, w) = (new DoReFaActivations(2).Quantize(inputs), new SymmetricQuantizer(3).Quantize(model.weight));
        var output = x.matmul(w.t()) + model.bias!.detach();
        (model.weight.grad! - (output * 2).t().matmul(x)).abs().max().ToDouble().Should().BeLessThan(1e-12);
        (model.call(inputs) - functional.linear(inputs, model.weight, model.bias)).abs().max().ToDouble().Should().Be(0, "the layer is its own again");
    }

    [Fact]
    public void Learned_grids_belong_to_one_layer_and_are_saved_with_its_name()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Linear(4, 4)), ("b", Linear(4, 4)));
        var sites = LayerSite.Of(model);
        using var clip = new LearnedClip(4);

        FluentActions.Invoking(() => new StraightThroughLayers(LayerPrecision.Of(sites, new SymmetricQuantizer(4), clip))).Should().Throw<ArgumentException>().WithMessage("*several layers*");
        using var layers = new StraightThroughLayers(LayerPrecision.Of(sites, _ => LearnedStep.ForWeights(4), _ => new LearnedClip(4)));
        layers.StateDict().Keys.Should().BeEquivalentTo("a.weight_grid.step", "a.weight_grid.started", "a.input_grid.alpha", "b.weight_grid.step", "b.weight_grid.started", "b.input_grid.alpha");
        layers.Parameters.Should().HaveCount(4);
        var saved = layers.StateDict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        using (no_grad()) layers.Parameters[0].fill_(7);
        layers.LoadStateDict(saved);
        layers.Parameters[0].ToSingle().Should().Be(saved["a.weight_grid.step"].ToSingle());
        FluentActions.Invoking(() => layers.LoadStateDict(new Dictionary<string, Tensor>())).Should().Throw<ArgumentException>().WithMessage("*'a.weight_grid.step'*");
    }

    [Fact]
    public void Layers_stand_in_the_order_of_the_pass()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Linear(2, 2)), ("b", Linear(2, 2)), ("c", Linear(2, 2)));
        var sites = LayerSite.Of(model);
        var inputs = rand(1, 2);
        Module<Tensor, Tensor> Layer(string name) => (Module<Tensor, Tensor>)model.named_children().Single(pair => pair.name == name).module;

        LayerSite.InOrder(sites, () => Layer("b").call(Layer("a").call(Layer("c").call(inputs)))).Select(site => site.Name).Should().Equal("c", "a", "b");
        FluentActions.Invoking(() => LayerSite.InOrder(sites, () => Layer("a").call(inputs))).Should().Throw<ArgumentException>().WithMessage("*'b'*");
    }

    private static Sequential Network() => Sequential(
        ("first", Conv2d(3, 4, 3, padding: 1, bias: false)), ("norm", BatchNorm2d(4)), ("clip", Hardtanh(0, 1)), ("second", Conv2d(4, 4, 3, padding: 1, bias: false)), ("norm2", BatchNorm2d(4)),
        ("relu", ReLU()), ("flat", Flatten()), ("classify", Linear(4 * 64, 5)));

    /// <summary>A small training under precision constraints.</summary>
    private sealed class Run : IDisposable
    {
        private readonly Sequential _model;
        private readonly Tensor _images, _labels;

        internal Run(
            PrecisionOptions options, int[] bits, double rate = 0.01, double dualRate = 0.1, Scheme? scheme = null, string patterns = "*", Func<Constraint, Constraint>? change = null, int seed = 1)
        {
            manual_seed(seed);
            _model = Network();
            using (var generator = new Generator(5)) _images = rand([24, 3, 8, 8], generator: generator).DetachFromDisposeScope();
            _labels = (arange(24, ScalarType.Int64) % 5).DetachFromDisposeScope();
            Precisions = [.. bits.Select(width => new PrecisionConstraint(
                $"{width} bits", _model, LayerPrecision.Of(LayerSite.Of(_model, patterns, "!classify"), new SymmetricQuantizer(width), new DoReFaActivations(width)), options).As(change ?? (constraint => constraint)))];
            Learner = new PrimalDual(
                _model, optim.Adam([.. _model.parameters(), .. Precisions.SelectMany(precision => precision.Twin.Parameters)], rate), [.. Precisions.SelectMany(precision => precision.Constraints)],
                DualUpdate.Ascent(dualRate), scheme: scheme);
        }

        internal IReadOnlyList<PrecisionConstraint> Precisions { get; }

        internal PrimalDual Learner { get; }

        internal Trainer<int> Trainer(int epochs, string? folder = null) => new(Learner, new TrainingData<int>(3, (_, skip) => Enumerable.Range(0, 3).Skip(skip)), Evaluate, new TrainerOptions { Epochs = epochs, CheckpointFolder = folder })
        {
            Also = Precisions.Select((precision, i) => (precision, i)).ToDictionary(pair => $"precision {pair.i}", ICheckpointed (pair) => pair.precision),
        };

        internal SortedDictionary<string, double[]> State()
        {
            var all = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
            foreach (var (name, value) in _model.state_dict()) all["model/" + name] = [.. value.to(ScalarType.Float64).ToDoubles()];
            foreach (var (name, value) in Precisions.SelectMany(precision => precision.StateDict())) all["twin/" + name] = [.. value.ToDoubles()];
            foreach (var state in Learner.Multipliers) all["multipliers/" + state.Constraint.Name] = [.. state.Multiplier.ToDoubles()];
            return all;
        }

        public void Dispose()
        {
            Learner.Dispose();
            foreach (var precision in Precisions) precision.Dispose();
            _model.Dispose();
            _images.Dispose();
            _labels.Dispose();
        }

        private Evaluation Evaluate(int batch)
        {
            var (images, labels) = (_images.narrow(0, 8 * batch, 8), _labels.narrow(0, 8 * batch, 8));
            Tensor Loss(Tensor scores) => functional.cross_entropy(scores, labels);
            var output = _model.call(images);
            return Precisions.Aggregate(Evaluation.Of(Loss(output)), (evaluation, precision) => evaluation.With(precision, output, () => _model.call(images), Loss));
        }
    }
}
