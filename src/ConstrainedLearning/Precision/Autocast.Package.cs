using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>What mixed precision asks of the tensor library, and the TorchSharp package does not have.</summary>
internal static class Autocast
{
    /// <summary>Null for full precision.</summary>
    /// <exception cref="NotSupportedException">Any other precision.</exception>
    internal static IDisposable? Enter(Precision precision, Device device) => precision.Type is null ? null : throw Missing($"on {device} in {precision}");

    /// <inheritdoc cref="Enter"/>
    internal static bool Unscale(Tensor[] gradients, double scale) => throw Missing($"of {gradients.Length} gradients with loss scale {Text.Number(scale)}");

    private static NotSupportedException Missing(string what) =>
        new($"mixed precision {what}: the TorchSharp package has no autocast. Use Precision.Full, or build without -p:UseTorchSharpPackage=true");
}
