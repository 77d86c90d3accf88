using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Turns the native side's last error into an exception, as TorchSharp does: an <see cref="ExternalException"/> with libtorch's own text.</summary>
internal static unsafe class NativeError
{
    /// <summary>Throws when a native call answered a failure.</summary>
    internal static void Check(int code)
    {
        if (code < 0) throw Last();
    }

    /// <summary>Throws when a native call that gives a handle gave none.</summary>
    internal static nint Check(nint handle) => handle != 0 ? handle : throw Last();

    internal static ExternalException Last()
    {
        int category;
        var text = Marshal.PtrToStringUTF8((nint)NativeMethods.td_error(&category)) ?? "libtorch failed without saying why";
        return new ExternalException(text.TrimEnd());
    }
}
