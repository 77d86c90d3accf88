namespace ConstrainedLearning.Quantization.Budgets;

/// <summary>What one layer costs for each bit of its precision.</summary>
/// <param name="Layer">Its name, as <see cref="LayerSite.Name"/>.</param>
/// <param name="Weights">How many numbers its weight holds; a bit more is so many bits more to store.</param>
/// <param name="Multiplications">Products of a weight and an input that one sample takes; with b bits on both sides they are b^2 times as many bit operations.</param>
public sealed record LayerCost(string Layer, long Weights, long Multiplications);
