using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) => Make<float>([scalar], [], ScalarType.Float32, null, device, requires_grad);

    private static Tensor Make<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> sizes, ScalarType own, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged
    {
        var made = Tensor.FromHost(data, sizes, own);
        if ((dtype ?? own) != own || (device ?? CPU).type != DeviceType.CPU)
        {
            var host = made;
            made = Aten.ToDevice.Call(host, device ?? CPU, dtype ?? own);
            host.Dispose();
        }
        if (requires_grad) made.requires_grad = true;
        return made;
    }
}
