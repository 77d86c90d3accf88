using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Budgets;

/// <summary>What layers cost.</summary>
public static class LayerCosts
{
    /// <summary>Counts the weights of layers, and the multiplications that one sample takes in them: (places that the weight is applied at) (numbers in the weight).</summary>
    /// <remarks>
    /// For a convolution these are H W (C_in / groups) K_h K_w C_out with the output's H and W, for a linear layer inputs times outputs times tokens. Biases are not counted. A layer that is called several
    /// times costs the sum.
    /// </remarks>
    /// <param name="sites">The layers.</param>
    /// <param name="forward">A pass of n samples through the model, whose result has n rows: <c>() => model.call(images)</c>. It runs once, without gradient, in the mode that the model is in: in training, running
    /// statistics move.</param>
    /// <returns>One for each layer, in their order.</returns>
    /// <exception cref="ArgumentException">A layer is not called in the pass, or not equally often for all samples.</exception>
    public static IReadOnlyList<LayerCost> Measure(IReadOnlyList<LayerSite> sites, Func<Tensor> forward)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var places = new long[sites.Count];
        List<Action> remove = [];
        long samples;
        try
        {
            for (var i = 0; i < sites.Count; i++)
            {
                var (layer, at) = (sites[i].Layer, i);
                var hook = layer.register_forward_hook((_, _, output) =>
                {
                    places[at] += output.numel() / sites[at].Weight.shape[0];
                    return output;
                });
                remove.Add(hook.remove);
            }
            samples = forward().shape is [var rows, ..] && rows > 0 ? rows : throw new ArgumentException("the pass gave no rows: expected [samples, ...]", nameof(forward));
        }
        finally
        {
            foreach (var hook in remove) hook();
        }
        return [.. sites.Zip(places, (site, count) => Cost(site, count, samples))];
    }

    private static LayerCost Cost(LayerSite site, long places, long samples)
    {
        if (places == 0) throw new ArgumentException($"the layer '{site.Name}' is not called in the pass: leave it out");
        if (places % samples != 0) throw new ArgumentException($"the layer '{site.Name}' is applied at {places} places for {samples} samples: expected a multiple; the pass's result should have one row for each sample");
        return new LayerCost(site.Name, site.Weight.numel(), checked(site.Weight.numel() * (places / samples)));
    }
}
