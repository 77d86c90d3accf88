using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Until disposed, operators on this thread over tensors of one kind of device compute in a type of fewer bits where they stand it (matrix products, convolutions),
/// and in Float32 where they need it (losses). Parameters keep their type, and so do their gradients.
/// </summary>
/// <remarks>
/// TorchSharp has no such thing; in PyTorch it is <c>torch.autocast</c>, whose tables of operators are used, with layer and group normalisation in Float32 on the CPU
/// as on CUDA. Regions nest; run backward outside of them. Each parameter is cast once a region. Unlike in PyTorch the cast does not outlive <c>no_grad</c> or an
/// optimiser's step, after which it would be without a gradient, or stale.
/// </remarks>
internal sealed class AutocastRegion : IDisposable
{
    private readonly DeviceType _device;
    private readonly int _thread = Environment.CurrentManagedThreadId, _before;
    private bool _left;

    private AutocastRegion(DeviceType device, ScalarType type, bool enabled)
    {
        _device = device;
        _before = NativeMethods.td_enter_autocast((int)device, (int)type, enabled ? 1 : 0);
        NativeError.Check(_before);
    }

    /// <summary>Enters a region.</summary>
    /// <param name="device">Whose tensors are cast: <see cref="DeviceType.CPU"/> or <see cref="DeviceType.CUDA"/>.</param>
    /// <param name="type">What they are cast to: BFloat16, on CUDA also Float16 (libtorch 1.13 multiplies no Float16 matrices on the CPU).</param>
    /// <param name="enabled">False makes a region without casts inside another one. The default is true.</param>
    /// <exception cref="ArgumentException">The device cannot compute in that type.</exception>
    internal static AutocastRegion Enter(DeviceType device, ScalarType type, bool enabled = true)
    {
        var known = device switch
        {
            DeviceType.CPU => type == ScalarType.BFloat16,
            DeviceType.CUDA => type is ScalarType.BFloat16 or ScalarType.Float16,
            _ => throw new ArgumentException($"autocast on {device}: expected CPU or CUDA", nameof(device)),
        };
        if (!known) throw new ArgumentException($"autocast on {device} to {type}: expected {(device == DeviceType.CPU ? "BFloat16" : "BFloat16 or Float16")}", nameof(type));
        return new AutocastRegion(device, type, enabled);
    }

    /// <summary>Leaves the region: what was before it holds again.</summary>
    /// <exception cref="InvalidOperationException">It was entered on another thread, where it still is.</exception>
    public void Dispose()
    {
        if (_left) return;
        if (_thread != Environment.CurrentManagedThreadId) throw new InvalidOperationException("an autocast region was left on another thread than it was entered on: keep it free of await");
        _left = true;
        NativeError.Check(NativeMethods.td_leave_autocast((int)_device, _before));
    }
}
