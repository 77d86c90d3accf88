using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Rankings;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Quantization.Rankings;

/// <summary>The rules that look at the loss: closed forms of linear models, finite differences of others.</summary>
public sealed class LossRankingsTests
{
    // f = w x, loss mean (f - t)^2 / 2 over two batches; 2 bits: the grid -1, 0, 1.
    private static readonly double[] Weights = [1, 0.3, -0.6];
    private static readonly double[] Change = [0, -0.3, -0.4];
    private static readonly double[][][] Inputs = [[[1, 2, 0.5], [-1, 0.5, 2]], [[0.3, -1, 1], [2, 1, -0.7]]];
    private static readonly double[][] Targets = [[0.5, -1], [2, 0.1]];

    [Fact]
    public void Gradient_and_fisher_are_those_of_least_squares()
    {
        using var scope = NewDisposeScope();
        using var model = Layer(Weights);
        var problem = Problem(model, new SymmetricQuantizer(2));
        var gradients = Inputs.Zip(Targets, (rows, targets) => Enumerable.Range(0, 3).Select(i => rows.Zip(targets, (x, t) => (Dot(Weights, x) - t) * x[i]).Average()).ToArray()).ToArray();

        var expected = Math.Abs(Enumerable.Range(0, 3).Sum(i => gradients.Average(g => g[i]) * Change[i]));
        var gradient = LayerRankings.ByGradient(problem);
        gradient.Passes.Should().Be(2);
        gradient.Scores.Single().Should().BeApproximately(expected, 1e-12);
        LayerRankings.ByFisher(problem).Scores.Single().Should().BeApproximately(Enumerable.Range(0, 3).Sum(i => gradients.Average(g => g[i] * g[i]) * Change[i] * Change[i]), 1e-12);
    }

    [Fact]
    public void Loss_of_a_lowered_layer_is_that_of_least_squares()
    {
        using var scope = NewDisposeScope();
        using var model = Layer(Weights);
        var problem = Problem(model, new SymmetricQuantizer(2));
        double[] low = [1, 0, -1];
        double Loss(double[] weights) => Inputs.Zip(Targets, (rows, targets) => rows.Zip(targets, (x, t) => Math.Pow(Dot(weights, x) - t, 2) / 2).Average()).Average();

        LeavingOneOut.Lowered(problem).Scores.Single().Should().BeApproximately(Loss(low) - Loss(Weights), 1e-12);
        LeavingOneOut.Raised(problem).Scores.Single().Should().BeApproximately(Loss(low) - Loss(Weights), 1e-12, "of a single layer both are the same");
    }

    // Rows that are orthogonal: H = mean x x^T is diagonal, and v^T H v its trace for every probe.
    [Fact]
    public void Trace_of_a_diagonal_hessian_is_exact_with_one_probe()
    {
        using var scope = NewDisposeScope();
        using var model = Layer(Weights);
        var inputs = tensor(new double[] { 3, 0, 0, 0, -1, 0, 0, 0, 2 }, 3, 3);
        var problem = new RankingProblem(model, LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(2)), [() => model.call(inputs).square().mean() / 2]);

        HessianTrace.Estimate(problem, 1, 7).Single().Should().BeApproximately((9 + 1 + 4) / 3.0, 1e-12);
        var ranking = LayerRankings.ByHessian(problem, 1);
        ranking.Scores.Single().Should().BeApproximately(14 / 3.0 / 3 * (0.09 + 0.16), 1e-12);
        ranking.Passes.Should().Be(3);
    }

    // tr = sum_i (L(w + s e_i) - 2 L(w) + L(w - s e_i)) / s^2 in each layer, of a network with convolution and batch normalisation in evaluation.
    [Fact]
    public void Traces_are_the_second_differences_of_the_loss()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = Sequential(("conv", Conv2d(1, 2, 2, dtype: ScalarType.Float64)), ("norm", BatchNorm2d(2, dtype: ScalarType.Float64)), ("tanh", Tanh()), ("flat", Flatten()), ("head", Linear(8, 3, dtype: ScalarType.Float64)));
        var (images, labels) = (randn([6, 1, 3, 3], ScalarType.Float64), randint(0, 3, [6], ScalarType.Int64));
        model.call(images); // statistics that are not 0 and 1
        model.eval();
        Tensor Loss() => functional.cross_entropy(model.call(images), labels);
        var sites = LayerSite.Of(model);
        var problem = new RankingProblem(model, LayerPrecision.Of(sites, new SymmetricQuantizer(3)), [Loss]);

        var traces = HessianTrace.Estimate(problem, 4000, 5);

        for (var layer = 0; layer < sites.Count; layer++) traces[layer].Should().BeApproximately(SecondDifferences(sites[layer].Weight, Loss), 0.05 * Math.Abs(traces[layer]), sites[layer].Name);
        traces.Should().OnlyContain(trace => Math.Abs(trace) > 0.01);
    }

    [Fact]
    public void Loss_that_is_linear_in_the_weights_has_no_curvature()
    {
        using var scope = NewDisposeScope();
        using var model = Layer(Weights);
        var inputs = ones([2, 3], ScalarType.Float64);

        HessianTrace.Estimate(new RankingProblem(model, LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(2)), [() => model.call(inputs).mean()]), 2, 0).Should().Equal(0.0);
    }

    // f = b a x with one weight each on the grid of halves: the loss of each combination by hand.
    [Fact]
    public void One_layer_at_a_time_is_lowered_or_raised()
    {
        const double a = 0.9, b = -0.4, lowA = 1, lowB = -0.5, x = 2, t = -0.6;
        static double Loss(double first, double second) => Math.Pow(second * first * x - t, 2);
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Layer(a)), ("b", Layer(b)));
        var inputs = tensor(new[] { x }, 1, 1);
        var passes = 0;
        var problem = new RankingProblem(model, LayerPrecision.Of(LayerSite.Of(model), new Halves()), [Run, Run]);

        var lowered = LeavingOneOut.Lowered(problem);
        passes.Should().Be(3 * 2);
        var raised = LeavingOneOut.Raised(problem);

        Equal(lowered.Scores, Loss(lowA, b) - Loss(a, b), Loss(a, lowB) - Loss(a, b));
        Equal(raised.Scores, Loss(lowA, lowB) - Loss(a, lowB), Loss(lowA, lowB) - Loss(lowA, b));
        (lowered.Passes, raised.Passes).Should().Be((2, 2));

        Tensor Run()
        {
            passes++;
            return (model.call(inputs) - t).square().mean();
        }
    }

    // A single DoReFa weight is E at full precision, 1 bit or more: nothing can change but through the others' normalisation, which must be there on both sides.
    [Fact]
    public void Layers_that_stay_at_full_precision_are_normalised_as_the_twin_compares_them()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Layer(0.3)), ("b", Layer(1, 0.5)), ("c", Layer(0.2)));
        var inputs = tensor(new double[] { 1, 2, -1, 0.5 }, 2, 2);
        var order = new[] { (Module<Tensor, Tensor>)model[1], (Module<Tensor, Tensor>)model[0], (Module<Tensor, Tensor>)model[2] };
        var problem = new RankingProblem(model, LayerPrecision.Of(LayerSite.Of(model), new DoReFaWeights(1)), [() => order.Aggregate(inputs, (values, layer) => layer.call(values)).square().mean()]);
        double u = Math.Tanh(0.5) / Math.Tanh(1);
        double Loss(double second) => (Math.Pow(0.75 * (1 + 2 * second) * 0.06, 2) + Math.Pow(0.75 * (-1 + 0.5 * second) * 0.06, 2)) / 2;

        Equal(LeavingOneOut.Lowered(problem).Scores, 0, Loss(1) - Loss(u), 0);
        Equal(LeavingOneOut.Raised(problem).Scores, 0, Loss(1) - Loss(u), 0);
        Equal(LayerRankings.ByGradient(problem).Scores, 0, Math.Abs(Slope(0.75 * u) * 0.75 * (1 - u)), 0);

        double Slope(double h) => 0.0036 * (2 * (0.75 + 2 * h) - 0.5 * (0.75 - 0.5 * h)); // of the loss by the second weight, h
    }

    // With momentum 1 the statistics after one calibration pass are the batch's at that precision, with the unbiased variance.
    [Fact]
    public void Low_precision_is_measured_with_statistics_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("layer", Layer(1, 0.3)), ("norm", BatchNorm1d(1, momentum: 1, dtype: ScalarType.Float64)));
        var inputs = tensor(new[] { 1, 2, -1, 0.5, 0.7, -3 }, 3, 2);
        var calibrations = 0;
        var problem = new RankingProblem(model, LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(2)), [() => (model.call(inputs) - 1).pow(4).mean()]);

        double Loss(double second, double mean, double variance) => new[] { 1 + 2 * second, -1 + 0.5 * second, 0.7 - 3 * second }.Average(value => Math.Pow((value - mean) / Math.Sqrt(variance + 1e-5) - 1, 4));
        var (center, spread) = (0.7 / 3, (Math.Pow(1 - 0.7 / 3, 2) + Math.Pow(-1 - 0.7 / 3, 2) + Math.Pow(0.7 - 0.7 / 3, 2)) / 2); // of 1, -1, 0.7: the second weight is 0 at low precision

        var plain = LeavingOneOut.Lowered(problem);
        var calibrated = LeavingOneOut.Lowered(problem with { Calibration = [Calibrate] });

        Equal(plain.Scores, Loss(0, 0, 1) - Loss(0.3, 0, 1));
        Equal(calibrated.Scores, Loss(0, center, spread) - Loss(0.3, 0, 1));
        calibrations.Should().Be(1, "the model at full precision has its statistics");
        calibrated.Passes.Should().Be((2 + 1) / 3.0);
        ((BatchNorm1d)model[1]).running_mean!.ToDouble().Should().Be(0);

        Tensor Calibrate()
        {
            calibrations++;
            return model.call(inputs);
        }
    }

    private static RankingProblem Problem(Linear model, IQuantizer quantizer)
    {
        var losses = Inputs.Zip(Targets, (rows, targets) =>
        {
            Tensor x = tensor(rows.SelectMany(row => row).ToArray(), rows.Length, 3), t = tensor(targets, targets.Length, 1);
            return (Func<Tensor>)(() => (model.call(x) - t).square().mean() / 2);
        });
        return new RankingProblem(model, LayerPrecision.Of(LayerSite.Of(model), quantizer), [.. losses]);
    }

    private static double SecondDifferences(Tensor weight, Func<Tensor> loss)
    {
        const double step = 1e-4;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (numbers, sum, middle) = (weight.view(-1), 0.0, loss().ToDouble());
        for (var i = 0; i < numbers.numel(); i++)
        {
            numbers[i].add_(step);
            var above = loss().ToDouble();
            numbers[i].sub_(2 * step);
            var below = loss().ToDouble();
            numbers[i].add_(step);
            sum += (above - 2 * middle + below) / (step * step);
        }
        return sum;
    }

    private static double Dot(double[] first, double[] second) => first.Zip(second, (x, y) => x * y).Sum();

    private static void Equal(IReadOnlyList<double> actual, params double[] expected)
    {
        actual.Should().HaveCount(expected.Length);
        for (var i = 0; i < expected.Length; i++) actual[i].Should().BeApproximately(expected[i], 1e-12);
    }

    private static Linear Layer(params double[] weights)
    {
        var layer = Linear(weights.Length, 1, hasBias: false, dtype: ScalarType.Float64);
        using var _ = no_grad();
        using var values = tensor(weights, 1, weights.Length);
        layer.weight.copy_(values);
        return layer;
    }

    /// <summary>Multiples of 0.5.</summary>
    private sealed class Halves : IQuantizer
    {
        public int Bits => 2;

        public Tensor HighPrecision(Tensor values) => values;

        public Tensor Quantize(Tensor values) => (values.detach() * 2).round() / 2;

        public Tensor StraightThrough(Tensor values) => Quantize(values);

        public QuantizedTensor Encode(Tensor values) => throw new NotSupportedException();
    }
}
