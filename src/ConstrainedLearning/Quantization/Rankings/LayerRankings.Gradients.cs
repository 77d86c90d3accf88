using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Rankings;

public static partial class LayerRankings
{
    /// <summary>How much the loss changes to first order when the layer's weight goes to low precision: |&lt;g_l, dw_l&gt;|, g_l the gradient of the mean loss and dw_l = Q(w) - h.</summary>
    /// <remarks>At a minimum of the loss g_l is 0, and the score noise. Costs a pass for each batch. Molchanov et al., "Pruning Convolutional Neural Networks for Resource Efficient Inference", ICLR 2017.</remarks>
    /// <param name="problem">The model, its layers and the batches.</param>
    public static LayerRanking ByGradient(RankingProblem problem) => ByGradients("gradient", problem, gradient => gradient, (gradient, change) => (gradient * change).sum().abs());

    /// <summary>sum_i F_i dw_i^2, with F_i the mean over the batches of the squared gradient: the diagonal of the empirical Fisher information in the place of the Hessian's, up to a factor that all layers share.</summary>
    /// <remarks>The gradient is that of a batch's mean: with large batches F is mostly the square of the full gradient. Costs a pass for each batch. LeCun, Denker, Solla, "Optimal Brain Damage", NIPS 1989.</remarks>
    /// <param name="problem">The model, its layers and the batches.</param>
    public static LayerRanking ByFisher(RankingProblem problem) => ByGradients("fisher", problem, gradient => gradient.square(), (squared, change) => (squared * change.square()).sum());

    private static LayerRanking ByGradients(string rule, RankingProblem problem, Func<Tensor, Tensor> note, Func<Tensor, Tensor, Tensor> score)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var mode = problem.Evaluating();
        using var weights = new WeightLeaves(problem);
        Tensor[] totals = [.. weights.Leaves.Select(leaf => zeros_like(leaf, requires_grad: false))];
        foreach (var loss in problem.Losses)
        {
            using var batch = NewDisposeScope();
            foreach (var (total, gradient) in totals.Zip(weights.Gradients(loss))) total.add_(note(gradient));
        }
        var scores = stack([.. problem.Layers.Zip(totals, (layer, total) => score(total.div_(problem.Losses.Count), layer.Change()))]);
        return problem.Ranking(rule, scores.ToDoubles(), problem.Losses.Count);
    }
}
