using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Rankings;

public static partial class LayerRankings
{
    /// <summary>HAWQ-V2: the mean curvature of the loss in the layer's weight times what the weight changes by, tr(H_l) / n_l ||Q(w) - h||^2.</summary>
    /// <remarks>
    /// A trace may be negative where the loss is not convex in the layer. Costs, for each batch, a pass and two for each probe (see <see cref="HessianTrace"/>).
    /// Dong et al., "HAWQ-V2: Hessian Aware trace-Weighted Quantization of Neural Networks", NeurIPS 2020, arXiv 1911.03852.
    /// </remarks>
    /// <param name="problem">The model, its layers and the batches.</param>
    /// <param name="probes">For each batch. The default is 16.</param>
    /// <param name="seed">Of the probes.</param>
    public static LayerRanking ByHessian(RankingProblem problem, int probes = 16, ulong seed = 0)
    {
        var traces = HessianTrace.Estimate(problem, probes, seed);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var changes = stack([.. problem.Layers.Select(layer => layer.Change().square().mean())]).ToDoubles();
        return problem.Ranking("hessian", [.. traces.Zip(changes, (trace, change) => trace * change)], HessianTrace.Passes(problem, probes));
    }
}
