using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Quantization.Rankings;

/// <summary>The rules that look at layers, weights and outputs: closed forms.</summary>
public sealed class LayerRankingsTests
{
    private const double Smaller = 0.60677613; // tanh(0.5) / tanh(1)

    [Fact]
    public void Rules_without_data_are_what_they_say()
    {
        string[] layers = ["a", "b", "c"];

        LayerRankings.Random(layers, 3).Scores.Should().Equal(LayerRankings.Random(layers, 3).Scores).And.NotEqual(LayerRankings.Random(layers, 4).Scores).And.OnlyHaveUniqueItems();
        LayerRankings.ByDepth(layers).Ranked.Should().Equal("a", "b", "c");
        LayerRankings.ByParameterCount([new("a", 30, 1), new("b", 10, 1), new("c", 20, 1)]).Ranked.Should().Equal("b", "c", "a");
        LayerRankings.ByTimeAverage("mean multiplier", layers, [[0, 3, 1], [4, 2, 1], [2, 4, 1]]).Should().BeEquivalentTo(new LayerRanking("mean multiplier", layers, [2, 3, 1], 0));
        Refused(() => LayerRankings.ByTimeAverage("x", layers, []), "*'x' has no history*");
        Refused(() => LayerRankings.ByTimeAverage("x", layers, [[1, 2, 3], [1, 2]]), "*2 values at time 1 for 3 layers*");
    }

    [Fact]
    public void Weight_error_is_that_of_the_grid()
    {
        using var model = Layer(1, 0.3, -0.6, 0); // 2 bits: -1, 0, 1
        var layers = LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(2));

        LayerRankings.ByWeightError(layers).Scores.Single().Should().BeApproximately((0.3 * 0.3 + 0.4 * 0.4) / 4, 1e-12);
        LayerRankings.ByRelativeWeightError(layers).Scores.Single().Should().BeApproximately(0.25 / 1.45, 1e-12);
        LayerRankings.ByRelativeWeightError(layers).Passes.Should().Be(0);
    }

    [Fact]
    public void Normalised_weights_are_compared_with_normalised_weights()
    {
        using var model = Layer(1, 0.5); // h = 0.75 (1, 0.607), with 1 bit Q = 0.75 (1, 1)
        var layers = LayerPrecision.Of(LayerSite.Of(model), new DoReFaWeights(1));

        LayerRankings.ByWeightError(layers).Scores.Single().Should().BeApproximately(Math.Pow(0.75 * (1 - Smaller), 2) / 2, 1e-8);
        LayerRankings.ByRelativeWeightError(layers).Scores.Single().Should().BeApproximately(Math.Pow(1 - Smaller, 2) / (1 + Smaller * Smaller), 1e-8);
    }

    [Fact]
    public void Layer_of_zeros_has_no_relative_error()
    {
        using var model = Layer(0, 0);
        LayerRankings.ByRelativeWeightError(LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(4))).Scores.Should().Equal(0.0);
    }

    // Inputs uniform on {0, 1}^2, in two batches: d = var ||e||^2 + (sum e)^2 / 4 with e = (0, 0.2949179), f^2 has the mean 0.75^2 (1 + u^2 + u) / 2.
    [Fact]
    public void Output_error_of_a_linear_layer_is_its_closed_form_over_all_batches()
    {
        using var scope = NewDisposeScope();
        using var model = Layer(1, 0.5);
        Tensor first = tensor(new double[] { 0, 0, 1, 1 }, 2, 2), second = tensor(new double[] { 0, 1, 1, 0 }, 2, 2);
        var problem = new RankingProblem(model, LayerPrecision.Of(LayerSite.Of(model), new DoReFaWeights(1), new DoReFaActivations(1)), [() => model.call(first).mean(), () => model.call(second).mean()]);

        var ranking = LayerRankings.ByOutputError(problem);

        ranking.Scores.Single().Should().BeApproximately(0.0434883, 1e-7);
        LayerRankings.ByRelativeOutputError(problem).Scores.Single().Should().BeApproximately(0.0434883 / (0.5625 * (1 + Smaller * Smaller + Smaller) / 2), 1e-6);
        ranking.Passes.Should().BeApproximately(4 / 3.0, 1e-12, "both sides of two batches, without gradient");
    }

    [Fact]
    public void Nothing_of_the_model_moves()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = Sequential(("first", Linear(3, 4)), ("norm", BatchNorm1d(4)), ("relu", ReLU()), ("drop", Dropout(0.5)), ("second", Linear(4, 2)));
        model.train();
        ((Module)model[3]).eval();
        var inputs = randn([8, 3]);
        model.call(inputs).sum().backward();
        var problem = new RankingProblem(model, LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(3), new AsymmetricQuantizer(3)), [() => model.call(inputs).square().mean()])
        {
            Calibration = [() => model.call(inputs)],
        };
        var state = State();
        using var random = get_rng_state();

        foreach (var rule in new Func<RankingProblem, LayerRanking>[] { LayerRankings.ByOutputError, LayerRankings.ByRelativeOutputError, LayerRankings.ByGradient, LayerRankings.ByFisher, p => LayerRankings.ByHessian(p), LeavingOneOut.Lowered, LeavingOneOut.Raised })
        {
            var ranking = rule(problem);
            ranking.Layers.Should().Equal("first", "second");
            ranking.Scores.Should().OnlyContain(score => double.IsFinite(score));
            rule(problem).Scores.Should().Equal(ranking.Scores, "nothing is left behind, and nothing is random but what is seeded");
            State().Should().BeEquivalentTo(state, options => options.WithStrictOrdering());
        }
        get_rng_state().eq(random).all().ToBoolean().Should().BeTrue();

        object[] State() =>
        [
            .. model.state_dict().Select(pair => pair.Value.ToDoubles()),
            .. model.parameters().Select(parameter => parameter.grad!.ToDoubles()),
            .. model.parameters().Select(parameter => parameter.requires_grad),
            .. model.modules().Prepend(model).Select(module => module.training),
        ];
    }

    [Fact]
    public void Says_what_is_wrong()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("used", Linear(2, 2)), ("unused", Linear(2, 2)));
        var used = (Module<Tensor, Tensor>)model[0];
        var inputs = ones([3, 2]);
        var layers = LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(3));

        Refused(() => _ = new RankingProblem(model, [], [() => inputs]), "*at least one layer*");
        Refused(() => _ = new RankingProblem(model, layers, []), "*at least one batch*");
        Refused(() => LeavingOneOut.Lowered(new RankingProblem(model, layers, [() => model.call(inputs)])), "*3, 2]: expected a scalar*");
        var unused = new RankingProblem(model, layers, [() => used.call(inputs).mean()]);
        ((Action)(() => LayerRankings.ByGradient(unused))).Should().Throw<InvalidOperationException>().WithMessage("*'unused'*");
        ((Action)(() => LayerRankings.ByOutputError(unused))).Should().Throw<InvalidOperationException>().WithMessage("*'unused'*");
        ((Action)(() => LayerRankings.ByHessian(unused, 0))).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*at least one probe*");
        (model.training, model.call(inputs).requires_grad).Should().Be((true, true), "after an error too");
    }

    private static Linear Layer(params double[] weights)
    {
        var layer = Linear(weights.Length, 1, hasBias: false, dtype: ScalarType.Float64);
        using var _ = no_grad();
        using var values = tensor(weights, 1, weights.Length);
        layer.weight.copy_(values);
        return layer;
    }

    private static void Refused(Action action, string message) => action.Should().Throw<ArgumentException>().WithMessage(message);
}
