using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>
/// TorchSharp's own file of named tensors: the count; then per tensor its name, element type, number of dimensions, sizes, and the raw
/// little-endian elements. All whole numbers are LEB128. It carries no checksum: damage that keeps the lengths is not seen.
/// </summary>
internal static class StateFile
{
    private const int LargestRank = 64;

    internal static void Write(BinaryWriter writer, Dictionary<string, Tensor> state)
    {
        writer.Write7BitEncodedInt(state.Count);
        foreach (var (name, tensor) in state)
        {
            writer.Write(name);
            WriteTensor(writer, tensor);
        }
    }

    internal static unsafe void WriteTensor(BinaryWriter writer, Tensor tensor)
    {
        writer.Write7BitEncodedInt((int)tensor.dtype);
        writer.Write7BitEncodedInt(tensor.Sizes.Length);
        foreach (var size in tensor.Sizes) writer.Write7BitEncodedInt64(size);
        using var detached = Aten.Detach.Call(tensor);
        using var host = Aten.ToDevice.Call(detached, CPU, tensor.dtype);
        using var contiguous = Aten.Contiguous.Call(host);
        var bytes = contiguous.NumberOfElements * contiguous.ElementSize;
        var pointer = (byte*)contiguous.DataPointer();
        for (var at = 0L; at < bytes; at += int.MaxValue)
            writer.Write(new ReadOnlySpan<byte>(pointer + at, (int)Math.Min(int.MaxValue, bytes - at)));
    }

    /// <summary>The named tensors, on the host; the caller disposes them.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or is none of this kind.</exception>
    internal static Dictionary<string, Tensor> Read(BinaryReader reader, bool toTheEnd)
    {
        var state = new Dictionary<string, Tensor>();
        try
        {
            var count = reader.Read7BitEncodedInt();
            if (count < 0) throw new InvalidDataException($"the state file says that it holds {count} tensors");
            for (var i = 0; i < count; i++)
            {
                var name = reader.ReadString();
                if (state.ContainsKey(name)) throw new InvalidDataException($"the state file is damaged: it holds '{name}' twice");
                state.Add(name, ReadTensor(reader, name).DetachFromDisposeScope());
            }
            if (toTheEnd && reader.BaseStream.ReadByte() >= 0)
                throw new InvalidDataException($"the state file is damaged: more bytes follow after its {count} tensors");
            return state;
        }
        catch (Exception damage) when (damage is EndOfStreamException or FormatException or InvalidDataException or IOException)
        {
            foreach (var tensor in state.Values) tensor.Dispose();
            if (damage is InvalidDataException) throw;
            throw new InvalidDataException($"the state file is cut short or damaged after {state.Count} tensors: {damage.Message}", damage);
        }
    }

    internal static Tensor ReadTensor(BinaryReader reader, string name)
    {
        var dtype = (ScalarType)reader.Read7BitEncodedInt();
        var width = dtype switch
        {
            ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
            ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
            ScalarType.Int32 or ScalarType.Float32 => 4,
            ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
            ScalarType.ComplexFloat64 => 16,
            _ => throw new InvalidDataException($"the state file is damaged: '{name}' has element type {(int)dtype}, which is none"),
        };
        var rank = reader.Read7BitEncodedInt();
        if (rank is < 0 or > LargestRank) throw new InvalidDataException($"the state file is damaged: '{name}' has {rank} dimensions");
        var sizes = new long[rank];
        for (var i = 0; i < rank; i++) sizes[i] = reader.Read7BitEncodedInt64();
        var bytes = Bytes(name, sizes, width);
        if (reader.BaseStream.CanSeek && bytes > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new InvalidDataException($"the state file is cut short: '{name}' needs {bytes} bytes, {reader.BaseStream.Length - reader.BaseStream.Position} are left");
        return Fill(reader, Aten.EmptyMemoryFormat.Call(sizes, dtype), bytes);
    }

    internal static void RequireSame(string name, Tensor expected, Tensor got)
    {
        if (expected.dtype != got.dtype) throw new ArgumentException($"Mismatched tensor data types: '{name}' is {expected.dtype} in the module, {got.dtype} in the file.");
        if (!expected.Sizes.SequenceEqual(got.Sizes))
            throw new ArgumentException($"Mismatched tensor shape: '{name}' is [{string.Join(", ", expected.shape)}] in the module, [{string.Join(", ", got.shape)}] in the file.");
    }

    internal static string Names(List<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    private static long Bytes(string name, long[] sizes, long width)
    {
        try
        {
            foreach (var size in sizes) width = checked(width * (size >= 0 ? size : throw new OverflowException()));
            return width;
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"the state file is damaged: '{name}' has shape [{string.Join(", ", sizes)}]");
        }
    }

    private static unsafe Tensor Fill(BinaryReader reader, Tensor tensor, long bytes)
    {
        var pointer = (byte*)tensor.DataPointer();
        try
        {
            for (var at = 0L; at < bytes; at += int.MaxValue)
                reader.BaseStream.ReadExactly(new Span<byte>(pointer + at, (int)Math.Min(int.MaxValue, bytes - at)));
            return tensor;
        }
        catch (EndOfStreamException)
        {
            tensor.Dispose();
            throw;
        }
    }
}
