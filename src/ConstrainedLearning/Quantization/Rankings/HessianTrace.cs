using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Rankings;

/// <summary>How much the loss curves in each layer's weight.</summary>
public static class HessianTrace
{
    /// <summary>
    /// tr(H_l) = E v^T H_l v, with H_l the second derivative of the mean loss by the weight of layer l at full precision, and v of +1 and -1 with equal chance (Hutchinson). One product with the Hessian of all
    /// layers serves each of them: what layers add to each other is 0 in the mean.
    /// </summary>
    /// <remarks>
    /// Exact derivatives, of the model in evaluation: an operation without a second derivative (fused attention and fused recurrent layers on some devices) is torch's error. The estimate's variance
    /// for one probe is sum H_ij^2 over the rows i of l and j != i, those with j in l twice. Hutchinson, "A stochastic estimator of the trace of the influence matrix for Laplacian smoothing splines", 1989.
    /// </remarks>
    /// <param name="problem">The model, its layers and the batches.</param>
    /// <param name="probes">For each batch: at least 1.</param>
    /// <param name="seed">Of the probes: with the same seed the same ones.</param>
    /// <returns>One for each layer.</returns>
    public static IReadOnlyList<double> Estimate(RankingProblem problem, int probes, ulong seed)
    {
        if (probes < 1) throw new ArgumentOutOfRangeException(nameof(probes), probes, "a trace takes at least one probe");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var mode = problem.Evaluating();
        using var weights = new WeightLeaves(problem);
        using var generator = new Generator(seed);
        List<Tensor> traces = [];
        foreach (var loss in problem.Losses)
        {
            using var batch = NewDisposeScope();
            var gradients = weights.Gradients(loss, graph: true);
            for (var probe = 0; probe < probes; probe++) traces.Add(Probed(weights.Leaves, gradients, generator).MoveToOuterDisposeScope());
        }
        return stack(traces).mean([0]).ToDoubles();
    }

    /// <summary>A pass for the gradient and, for each probe, its derivative: backwards through the pass and through its backward, which is twice as much.</summary>
    internal static double Passes(RankingProblem problem, int probes) => problem.Losses.Count * (1.0 + 2 * probes);

    // v^T (H v)_l for each layer.
    private static Tensor Probed(Tensor[] leaves, Tensor[] gradients, Generator generator)
    {
        using var scope = NewDisposeScope();
        Tensor[] signs = [.. leaves.Select(leaf => (randint(0, 2, leaf.shape, leaf.dtype, generator: generator) * 2 - 1).to(leaf.device))];
        // A gradient that does not depend on the weights, as of a loss that is linear in all of them, has no curvature.
        int[] curved = [.. Enumerable.Range(0, leaves.Length).Where(layer => gradients[layer].requires_grad)];
        if (curved.Length == 0) return zeros([leaves.Length], leaves[0].dtype, leaves[0].device).MoveToOuterDisposeScope();
        var products = autograd.grad([.. curved.Select(layer => gradients[layer])], leaves, [.. curved.Select(layer => signs[layer])], retain_graph: true, allow_unused: true);
        return stack([.. leaves.Select((leaf, layer) => products[layer].IsInvalid ? zeros([], leaf.dtype, leaf.device) : (signs[layer] * products[layer]).sum())]).MoveToOuterDisposeScope();
    }
}
