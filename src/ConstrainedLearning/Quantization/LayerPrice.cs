namespace ConstrainedLearning.Quantization;

/// <summary>What the multiplier of a layer counts.</summary>
public enum LayerPrice
{
    /// <summary>The layer's error d_l beyond its bound: what the model is pulled by as well.</summary>
    Error,

    /// <summary>
    /// By how much the loss of the batch rises when this layer alone is at low precision, beyond the bound: l(f with l at low precision) - l(f) - eps. The model is pulled by the error d_l, for which this is
    /// the strict value. One layer is looked at in a step, in turn, for one more pass without gradient; the others keep what was last seen of them.
    /// </summary>
    LossIncrease,
}
