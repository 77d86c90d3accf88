using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>What mixed precision asks of the tensor library.</summary>
internal static class Autocast
{
    /// <summary>Until the result is disposed, operators on this thread compute in the precision's type; null where that is the tensors' own. Run backward outside.</summary>
    /// <exception cref="ArgumentException">The device cannot compute in that type.</exception>
    internal static IDisposable? Enter(Precision precision, Device device) => precision.Type is { } type ? AutocastRegion.Enter(device.type, type) : null;

    /// <summary>g := g / scale; answers whether every element is finite, which waits for the device.</summary>
    /// <param name="gradients">On one device; changed in place. At least one.</param>
    /// <param name="scale">The factor of the loss.</param>
    internal static bool Unscale(Tensor[] gradients, double scale) => ScaledGradients.Unscale(gradients, scale);
}
