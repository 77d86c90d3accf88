using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Rankings;

public static partial class LayerRankings
{
    /// <summary>mean (Q(w) - h)^2 of each layer's weight, with h what the layer computes with at full precision: w, or h(w) where the grid normalises.</summary>
    /// <param name="layers">The layers at low precision.</param>
    public static LayerRanking ByWeightError(IReadOnlyList<LayerPrecision> layers) => ByWeights("weight error", layers, (_, change) => change.square().mean());

    /// <summary>As <see cref="ByWeightError"/>, by the layer's own size: mean (Q(w) - h)^2 / mean h^2. A layer of zeros has 0.</summary>
    /// <param name="layers">The layers at low precision.</param>
    public static LayerRanking ByRelativeWeightError(IReadOnlyList<LayerPrecision> layers) =>
        ByWeights("relative weight error", layers, (layer, change) => Ratio(change.square().mean(), layer.HighPrecision().square().mean()));

    /// <summary>The error that each layer makes by itself, d_l = mean (f_l(z) - f_l^b(z))^2 over the batches, in units of its output: see <see cref="LowPrecisionTwin.Measure"/>.</summary>
    /// <remarks>Costs a pass without gradient on each side for each batch, and one for each of the calibration.</remarks>
    /// <param name="problem">Each layer must be called once in a pass.</param>
    public static LayerRanking ByOutputError(RankingProblem problem) => ByOutputs("output error", problem, (errors, _) => errors);

    /// <summary>As <see cref="ByOutputError"/>, by the layer's own signal: mean over the batches of d_l / that of f_l(z)^2.</summary>
    /// <param name="problem">Each layer must be called once in a pass.</param>
    public static LayerRanking ByRelativeOutputError(RankingProblem problem) => ByOutputs("relative output error", problem, Ratio);

    private static LayerRanking ByWeights(string rule, IReadOnlyList<LayerPrecision> layers, Func<LayerPrecision, Tensor, Tensor> score)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return new LayerRanking(rule, [.. layers.Select(layer => layer.Site.Name)], stack([.. layers.Select(layer => score(layer, layer.Change()))]).ToDoubles(), 0);
    }

    private static LayerRanking ByOutputs(string rule, RankingProblem problem, Func<Tensor, Tensor, Tensor> score)
    {
        using var scope = NewDisposeScope();
        using var mode = problem.Evaluating();
        using var twin = new PartialTwin(problem, _ => true);
        List<Tensor> errors = [], signals = [];
        foreach (var loss in problem.Losses)
        {
            using var batch = NewDisposeScope();
            var pass = twin.Measure(loss);
            errors.Add(pass.Errors.detach().MoveToOuterDisposeScope());
            signals.Add(pass.Signals.MoveToOuterDisposeScope());
        }
        return problem.Ranking(rule, score(stack(errors).mean([0]), stack(signals).mean([0])).ToDoubles(), (2 * problem.Losses.Count + problem.Calibration.Count) / 3.0);
    }

    private static Tensor Ratio(Tensor error, Tensor signal) => error / signal.masked_fill(signal.eq(0), 1);
}
