namespace ConstrainedLearning.Quantization.Rankings;

/// <summary>How much each layer of a model is said to need its precision, by one rule.</summary>
/// <param name="Rule">What the scores come from: "multiplier", "weight error", "random" ... Rankings of one rule are draws of it.</param>
/// <param name="Layers">The layers' names.</param>
/// <param name="Scores">One for each, in that order; a higher one says that the layer should keep more bits. Only their order has to mean something.</param>
/// <param name="Passes">What the ranking cost beyond the training that was done anyway, in forward-and-backward passes over a batch; one without gradient counts a third.</param>
public sealed record LayerRanking(string Rule, IReadOnlyList<string> Layers, IReadOnlyList<double> Scores, double Passes)
{
    /// <summary>The layers, the one that needs its bits most first; equals in the order of the model.</summary>
    public IReadOnlyList<string> Ranked => [.. Layers.Zip(Scores).OrderByDescending(pair => pair.Second).Select(pair => pair.First)];
}
