using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// Moves and converts parameters, their gradients and buffers. As in PyTorch the parameters stay the same objects, so that
            /// an optimiser built before still trains them (TorchSharp makes new ones). Integer buffers keep their type.
            /// </summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                _toEpilog(device, dtype, non_blocking);
                return this;
            }

            /// <inheritdoc cref="_to(Device, ScalarType, bool)"/>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                if (deviceType == DeviceType.CUDA && !cuda.is_available()) throw new InvalidOperationException("CUDA is not available.");
                _toEpilog(deviceType, deviceType == DeviceType.CUDA ? deviceIndex : -1, non_blocking);
                return this;
            }

            /// <inheritdoc cref="_to(Device, ScalarType, bool)"/>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                _toEpilog(dtype, non_blocking);
                return this;
            }

            /// <inheritdoc cref="_to(Device, ScalarType, bool)"/>
            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) => _toEpilog(dtype, device, non_blocking);

            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            /// <summary>Moves what this module holds, and all modules below.</summary>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var (_, child) in named_children())
                {
                    if (device is null) child._to(dtype!.Value, non_blocking);
                    else if (dtype is null) child._to(device.type, device.index, non_blocking);
                    else child._to(device, dtype.Value, non_blocking);
                }
                foreach (var parameter in _internal_params.values()) Move(parameter, dtype, device, non_blocking);
                foreach (var (buffer, _) in _internal_buffers.values()) Move(buffer, dtype, device, non_blocking);
                if (device is not null) (_deviceType, _deviceIndex) = (device.type, device.index);
            }

            /// <summary>A moved and converted copy of a parameter, with its gradient; false when nothing needs to change.</summary>
            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                using var copy = Converted(param, dtype, device, false);
                if (copy is null) return false;
                p = new Parameter(copy, param.requires_grad);
                p.DetachFromDisposeScope();
                using var gradient = param.grad;
                if (gradient is null) return true;
                using var moved = Converted(gradient, dtype, device, false);
                p.grad = moved ?? gradient;
                return true;
            }

            /// <summary>A moved and converted copy of a buffer, which is disposed; false when nothing needs to change.</summary>
            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                result = Converted(buffer, dtype, device, false)?.DetachFromDisposeScope();
                if (result is null) return false;
                buffer.Dispose();
                return true;
            }

            private static void Move(Tensor tensor, ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (tensor.IsInvalid) return;
                using var gradient = tensor.grad;
                using var moved = Converted(tensor, dtype, device, non_blocking);
                if (moved is null) return;
                // The gradient leaves while the value changes: libtorch refuses a gradient on another device than its tensor's.
                if (gradient is not null) tensor.grad = null;
                Aten.SetData.Run(tensor, moved);
                Tensor.ForgetMetadata();
                if (gradient is null) return;
                using var movedGradient = Converted(gradient, dtype, device, non_blocking);
                tensor.grad = movedGradient ?? gradient;
            }

            /// <summary>The converted copy, outside autograd; null when the tensor already is as wanted.</summary>
            private static Tensor? Converted(Tensor tensor, ScalarType? dtype, Device? device, bool non_blocking)
            {
                var type = dtype is not null && (tensor.is_floating_point() || tensor.is_complex()) ? dtype.Value : tensor.dtype;
                var place = device ?? tensor.device;
                var here = place.type == tensor.device.type && (place.index < 0 || place.index == tensor.device.index);
                if (here && type == tensor.dtype) return null;
                using var _ = no_grad();
                return Aten.ToDevice.Call(tensor, place, type, non_blocking);
            }

            private static void RequireFloatingPoint(ScalarType dtype)
            {
                if (!is_floating_point(dtype) && !torch.is_complex(dtype))
                    throw new ArgumentException($"a module can only be converted to floating-point or complex types, got {dtype}", nameof(dtype));
            }
        }
    }
}
