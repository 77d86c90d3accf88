using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Vision;

/// <summary>What follows a normalisation.</summary>
public enum Activation
{
    /// <summary>min(max(v, 0), 1): the range that activations of low precision have.</summary>
    Clip,

    /// <summary>max(v, 0).</summary>
    Rectify,
}

/// <summary>The activations as functions.</summary>
internal static class Activations
{
    /// <summary>Over its argument, which is gone.</summary>
    internal static Tensor Of(Activation activation, Tensor values) => activation == Activation.Clip ? values.hardtanh_(0, 1) : values.relu_();
}
