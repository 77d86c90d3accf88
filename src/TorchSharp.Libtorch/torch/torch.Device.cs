using System.Globalization;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Kinds of device; the numbers are libtorch's.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
}

public static partial class torch
{
    /// <summary>The host's memory.</summary>
    public static readonly Device CPU = new(DeviceType.CPU, -1);

    /// <summary>The current CUDA device.</summary>
    public static Device CUDA { get; } = new(DeviceType.CUDA, -1);

    /// <summary>The Metal device.</summary>
    public static Device MPS { get; } = new(DeviceType.MPS, -1);

    /// <summary>No memory at all: shapes without elements.</summary>
    public static readonly Device META = new(DeviceType.META, -1);

    /// <summary>A device from its description: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
    public static Device device(string description) => new(description);

    /// <inheritdoc cref="device(string)"/>
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    /// <inheritdoc cref="device(string)"/>
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>A CUDA device.</summary>
    public static Device device(int index) => new(DeviceType.CUDA, index);

    /// <summary>Where a tensor's elements are: a kind and, for kinds with several, an index.</summary>
    public class Device
    {
        private static readonly Device[] HostAndFirst = [new(DeviceType.CPU, -1), new(DeviceType.CUDA, 0)];

        /// <summary>Reads <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>mps</c>, <c>meta</c>.</summary>
        public Device(string description)
        {
            var parts = description.Split(':');
            type = Parse(parts[0], description);
            if (parts.Length == 1) return;
            index = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new ArgumentException($"'{description}' is no device: expected a kind, or a kind and an index, as in 'cuda:1'", nameof(description));
        }

        /// <summary>A kind by name, and an index.</summary>
        public Device(string deviceType, int index = -1) => (type, this.index) = (Parse(deviceType, deviceType), index);

        /// <summary>A kind and an index.</summary>
        public Device(DeviceType deviceType, int index = -1) => (type, this.index) = (deviceType, index);

        /// <summary>A CUDA device.</summary>
        public Device(int index) => (type, this.index) = (DeviceType.CUDA, index);

        /// <summary>The kind of device.</summary>
        public DeviceType type { get; private set; } = DeviceType.CPU;

        /// <summary>Which one of its kind; -1: the current one.</summary>
        public int index { get; private set; } = -1;

        /// <inheritdoc cref="Device(string)"/>
        public static implicit operator Device(string description) => new(description);

        /// <inheritdoc/>
        public override string ToString()
        {
            var kind = type.ToString().ToLowerInvariant();
            return type == DeviceType.CPU || index < 0 ? kind : $"{kind}:{index.ToString(CultureInfo.InvariantCulture)}";
        }

        /// <summary>Equal when kind and index are.</summary>
        public override bool Equals(object? obj) => obj is Device other && other.type == type && other.index == index;

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(type, index);

        /// <summary>The device of a kind and index, shared for the usual ones.</summary>
        internal static Device Of(DeviceType type, int index) => (type, index) switch
        {
            (DeviceType.CPU, _) => HostAndFirst[0],
            (DeviceType.CUDA, 0) => HostAndFirst[1],
            _ => new Device(type, index),
        };

        private static DeviceType Parse(string kind, string description) =>
            Enum.TryParse<DeviceType>(kind, ignoreCase: true, out var type) && !char.IsAsciiDigit(kind[0])
                ? type
                : throw new ArgumentException($"'{description}' is no device: expected cpu, cuda, cuda:N, mps or meta", nameof(description));
    }
}
