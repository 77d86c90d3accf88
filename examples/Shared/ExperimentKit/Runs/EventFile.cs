using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace ExperimentKit.Runs;

/// <summary>
/// Scalars for TensorBoard, one event file a part of a run. A record is u64 length, masked CRC-32C of it, the event, masked CRC-32C of the event; an event
/// is the few fields of TensorFlow's Event and Summary messages that a scalar needs, written by hand.
/// </summary>
public sealed class EventFile : IDisposable
{
    private const byte WallTime = 0x09, Step = 0x10, FileVersion = 0x1A, SummaryField = 0x2A, ValueField = 0x0A, Tag = 0x0A, SimpleValue = 0x15;
    private readonly FileStream _file;
    private readonly TimeProvider _time;

    /// <summary>Starts a file in a folder, which must be there.</summary>
    public EventFile(string folder, TimeProvider time)
    {
        _time = time;
        var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{time.GetUtcNow().ToUnixTimeSeconds()}.{Environment.MachineName}.{Environment.ProcessId}");
        _file = new FileStream(Path.Combine(folder, name), FileMode.Append);
        WriteEvent(0, FileVersion, "brain.Event:2"u8);
    }

    /// <summary>Writes scalars of a step; those that are not finite are left out.</summary>
    public void Write(long step, IEnumerable<(string Tag, double Value)> scalars)
    {
        using var summary = new MemoryStream();
        foreach (var (tag, value) in scalars)
        {
            if (!double.IsFinite(value)) continue;
            using var scalar = new MemoryStream();
            WriteBytes(scalar, Tag, Encoding.UTF8.GetBytes(tag));
            scalar.WriteByte(SimpleValue);
            scalar.Write(BitConverter.GetBytes((float)value));
            WriteBytes(summary, ValueField, scalar.ToArray());
        }
        if (summary.Length == 0) return;
        WriteEvent(step, SummaryField, summary.ToArray());
        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void WriteEvent(long step, byte field, ReadOnlySpan<byte> content)
    {
        using var message = new MemoryStream();
        message.WriteByte(WallTime);
        message.Write(BitConverter.GetBytes(_time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0));
        message.WriteByte(Step);
        WriteVarint(message, (ulong)step);
        WriteBytes(message, field, content);
        WriteRecord(message.ToArray());
    }

    private void WriteRecord(byte[] message)
    {
        Span<byte> length = stackalloc byte[8], check = stackalloc byte[4];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)message.Length);
        _file.Write(length);
        BinaryPrimitives.WriteUInt32LittleEndian(check, Masked(length));
        _file.Write(check);
        _file.Write(message);
        BinaryPrimitives.WriteUInt32LittleEndian(check, Masked(message));
        _file.Write(check);
    }

    private static void WriteBytes(MemoryStream stream, byte field, ReadOnlySpan<byte> content)
    {
        stream.WriteByte(field);
        WriteVarint(stream, (ulong)content.Length);
        stream.Write(content);
    }

    private static void WriteVarint(MemoryStream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7) stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }

    private static uint Masked(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        foreach (var item in content) crc = BitOperations.Crc32C(crc, item);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}
