using ConstrainedLearning.Layers;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Rankings;

/// <summary>While it lives, the layers of a problem compute with leaves in the place of their weights, of the same numbers: gradients are taken of these, and the model's own are not touched.</summary>
internal sealed class WeightLeaves : IDisposable
{
    private readonly RankingProblem _problem;
    private readonly List<IDisposable> _replacements = [];

    internal WeightLeaves(RankingProblem problem)
    {
        using var _ = no_grad();
        _problem = problem;
        Leaves = [.. problem.Layers.Select(layer => layer.HighPrecision().detach().requires_grad_().DetachFromDisposeScope())];
        foreach (var (layer, leaf) in problem.Layers.Zip(Leaves)) _replacements.Add(LayerComputation.Of(layer.Site.Layer).Replace(input => layer.Site.Apply(input, leaf)));
    }

    /// <summary>The weights at full precision, in the layers' order.</summary>
    internal Tensor[] Leaves { get; }

    /// <summary>The gradient of one batch's loss by each leaf.</summary>
    /// <param name="loss">One of the problem's.</param>
    /// <param name="graph">Whether it can be differentiated again.</param>
    internal Tensor[] Gradients(Func<Tensor> loss, bool graph = false)
    {
        using var _ = enable_grad();
        var gradients = autograd.grad([RankingProblem.Scalar(loss())], Leaves, create_graph: graph, allow_unused: true);
        for (var i = 0; i < Leaves.Length; i++)
            if (gradients[i].IsInvalid) throw new InvalidOperationException($"the loss does not depend on the layer '{_problem.Layers[i].Site.Name}': leave it out of the ranking");
        return [.. gradients];
    }

    public void Dispose()
    {
        foreach (var replacement in _replacements) replacement.Dispose();
        foreach (var leaf in Leaves) leaf.Dispose();
    }
}
