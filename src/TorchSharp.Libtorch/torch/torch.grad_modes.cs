using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Until disposed, operations on this thread are not recorded for differentiation.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Until disposed, operations on this thread are recorded (or not).</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    /// <summary>Until disposed, operations on this thread are recorded, or not.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>Whether operations on this thread are recorded.</summary>
    public static bool is_grad_enabled() => NativeMethods.td_get_grad_mode() != 0;

    /// <summary>Until disposed, tensors made on this thread can never take part in differentiation, and cost a little less.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    /// <summary>Whether this thread is in inference mode.</summary>
    public static bool is_inference_mode_enabled() => NativeMethods.td_is_inference() != 0;

    private sealed class GradMode : IDisposable
    {
        private readonly int _before = NativeMethods.td_get_grad_mode();

        internal GradMode(bool enabled) => NativeMethods.td_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => NativeMethods.td_set_grad_mode(_before);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint _guard = NativeMethods.td_enter_inference(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_guard != 0) NativeMethods.td_leave_inference(_guard);
            _guard = 0;
        }
    }
}
