using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>Brings numbers of the host to a device without making the host wait.</summary>
internal static class Upload
{
    internal static Tensor To(Device device, Tensor host)
    {
        if (device.type == DeviceType.CPU) return host;
        // From pageable memory the copy would wait for all that was asked of the device before. torch keeps the pinned block until the copy is done.
        using var pinned = host.pin_memory();
        return pinned.to(device, non_blocking: true);
    }
}
