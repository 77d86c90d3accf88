using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Rules that say where a budget of ranks should go. A third one is <see cref="ExplainedVariance.Ranking"/>.</summary>
public static class CapacityRanking
{
    /// <summary>The mean over time of each site's multiplier: what the loss would gain by more capacity there.</summary>
    /// <param name="capacity">Whose multipliers they are. Its bounds should bind at most sites, or the scores are ties at 0.</param>
    /// <param name="history">At each time the multipliers of all sites; one time at least.</param>
    public static SiteRanking ByMultipliers(CapacityConstraint capacity, IReadOnlyList<IReadOnlyList<double>> history)
    {
        string[] sites = [.. capacity.Adapter.Sites.Select(site => site.Name)];
        if (history.Count == 0) throw new ArgumentException($"'{capacity.Constraint.Name}' has no history: expected one time at least", nameof(history));
        for (var time = 0; time < history.Count; time++)
            if (history[time].Count != sites.Length) throw new ArgumentException($"'{capacity.Constraint.Name}' has {history[time].Count} multipliers at time {time} for {sites.Length} sites: expected one each", nameof(history));
        return new SiteRanking("mean multiplier", sites, [.. sites.Select((_, site) => history.Average(values => values[site]))]);
    }

    /// <summary>||dL/dW_m|| of the mean loss, at the model as it is: how steeply the loss falls with the first step of a Delta there. In evaluation mode; gradients and parameters are left as they were.</summary>
    /// <param name="model">Borrowed.</param>
    /// <param name="sites">Of this model.</param>
    /// <param name="losses">Each runs the model on one batch and returns its mean loss, a scalar; at least one, of batches of equal size.</param>
    public static SiteRanking ByGradientNorm(nn.Module model, IReadOnlyList<Site> sites, IReadOnlyList<Func<Tensor>> losses)
    {
        if (losses.Count == 0) throw new ArgumentException("a ranking by gradients needs at least one batch to see the loss by", nameof(losses));
        using var scope = NewDisposeScope();
        using var mode = new ModelMode(model, _ => false);
        Parameter[] weights = [.. sites.Select(site => site.Weight).DistinctBy(weight => weight.Handle)];
        var known = weights.Select(weight => weight.requires_grad).ToArray();
        try
        {
            foreach (var weight in weights) weight.requires_grad = true;
            var totals = weights.ToDictionary(weight => weight.Handle, weight => zeros_like(weight, requires_grad: false));
            foreach (var loss in losses) Add(loss, weights, totals);
            using var _ = no_grad();
            return new SiteRanking("gradient norm", [.. sites.Select(site => site.Name)], stack([.. sites.Select(site => Own(site, totals[site.Weight.Handle]).norm() / losses.Count)]).ToDoubles());
        }
        finally
        {
            foreach (var (weight, required) in weights.Zip(known)) weight.requires_grad = required;
        }
    }

    private static void Add(Func<Tensor> loss, Parameter[] weights, Dictionary<IntPtr, Tensor> totals)
    {
        using var batch = NewDisposeScope();
        using var graph = enable_grad();
        var gradients = autograd.grad([loss()], weights, allow_unused: true);
        using var _ = no_grad();
        foreach (var (weight, gradient) in weights.Zip(gradients))
            if (!gradient.IsInvalid) totals[weight.Handle].add_(gradient);
    }

    private static Tensor Own(Site site, Tensor gradient) => site.Rows is { } rows ? gradient.narrow(0, rows.Start, rows.Count) : gradient;
}
