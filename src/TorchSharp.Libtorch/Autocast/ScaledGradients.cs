using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Gradients of a loss that was multiplied by a factor, so that small ones survive in Float16.</summary>
internal static class ScaledGradients
{
    /// <summary>g := g / scale for all gradients; answers whether every element is finite, which waits for the device once.</summary>
    /// <param name="gradients">On one device; changed in place. At least one.</param>
    /// <param name="scale">The factor of the loss.</param>
    internal static bool Unscale(Tensor[] gradients, double scale)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return gradients[0].device_type == DeviceType.CUDA ? OnCuda(gradients, 1 / scale) : OnHost(gradients, 1 / scale);
    }

    /// <summary>One kernel for many gradients; of the CPU libtorch 1.13 has none.</summary>
    private static bool OnCuda(Tensor[] gradients, double factor)
    {
        var device = gradients[0].device;
        Tensor found = zeros([1], device: device), inverse = full([1], factor, dtype: ScalarType.Float32, device: device);
        foreach (var alike in gradients.GroupBy(gradient => gradient.dtype)) Aten.ForeachUnscaleInPlace.Run((Tensor[])[.. alike], found, inverse);
        return found.item<float>() == 0;
    }

    private static bool OnHost(Tensor[] gradients, double factor)
    {
        Aten.ForeachMulInPlace.Run(gradients, factor);
        return Array.TrueForAll(gradients, gradient => gradient.isfinite().all().item<bool>());
    }
}
