using static TorchSharp.torch;

namespace ConstrainedLearning.Layers;

/// <summary>Something that changes what a layer gives.</summary>
internal interface ILayerChange
{
    /// <summary>The weights that come to the same as the change, with gradient; null where there are none, or it rests.</summary>
    (Tensor Weight, Tensor? Bias)? Weights();

    /// <summary>The output with the change.</summary>
    /// <param name="input">The layer's input.</param>
    /// <param name="output">What it gave.</param>
    /// <param name="hasChangedWeights">Whether the output comes from <see cref="Weights"/> already; then only what is no change of weights is left to do.</param>
    Tensor Apply(Tensor input, Tensor output, bool hasChangedWeights);
}
