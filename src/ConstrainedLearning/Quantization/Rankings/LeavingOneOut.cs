namespace ConstrainedLearning.Quantization.Rankings;

/// <summary>What the loss itself says of each layer's precision: one layer alone is changed. Slow, and what the rules of <see cref="LayerRankings"/> are measured by.</summary>
/// <remarks>
/// Costs L + 1 times a third of a pass for each batch of the losses, and of the calibration where layers are at low precision. Batch normalisation is at the model's statistics where all layers are at
/// full precision, and else calibrated anew for each layer: without <see cref="RankingProblem.Calibration"/>, statistics that do not fit are part of what is seen.
/// </remarks>
public static class LeavingOneOut
{
    /// <summary>l at low precision, all others at full precision: loss - (loss of the model at full precision). What the precision of l is worth when there is no other error.</summary>
    /// <param name="problem">The model, its layers and the batches.</param>
    public static LayerRanking Lowered(RankingProblem problem)
    {
        using var _ = problem.Evaluating();
        var full = problem.Loss(_ => false);
        var count = problem.Layers.Count;
        return problem.Ranking("lowered alone", [.. problem.Layers.Select(layer => problem.Loss(other => other == layer) - full)], ((count + 1) * problem.Losses.Count + count * problem.Calibration.Count) / 3.0);
    }

    /// <summary>l at full precision, all others at low precision: (loss of the model at low precision) - loss. What is won by keeping l.</summary>
    /// <param name="problem">The model, its layers and the batches.</param>
    public static LayerRanking Raised(RankingProblem problem)
    {
        using var _ = problem.Evaluating();
        var low = problem.Loss(_ => true);
        var count = problem.Layers.Count;
        var calibrated = count > 1 ? count + 1 : 1; // of a single layer, the model without it is at full precision
        return problem.Ranking("raised alone", [.. problem.Layers.Select(layer => low - problem.Loss(other => other != layer))], ((count + 1) * problem.Losses.Count + calibrated * problem.Calibration.Count) / 3.0);
    }
}
