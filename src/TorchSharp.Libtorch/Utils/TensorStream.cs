using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>TorchSharp's own binary form of a tensor: type, number of dimensions and sizes as LEB128 numbers, then the elements in row-major order.</summary>
internal static class TensorStream
{
    internal static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var host = Interop.Aten.ToDevice.Call(tensor, CPU, tensor.dtype, false, false);
        using var plain = host.contiguous();
        writer.Write7BitEncodedInt64((long)plain.dtype);
        writer.Write7BitEncodedInt64(plain.Dimensions);
        foreach (var size in plain.Sizes) writer.Write7BitEncodedInt64(size);
        writer.Write(plain.bytes);
    }

    /// <summary>Reads a tensor into host memory; it belongs to the current dispose scope.</summary>
    internal static Tensor Read(BinaryReader reader)
    {
        var dtype = (ScalarType)reader.Read7BitEncodedInt64();
        var sizes = new long[reader.Read7BitEncodedInt64()];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = reader.Read7BitEncodedInt64();
        var tensor = Interop.Aten.EmptyMemoryFormat.Call(sizes, dtype, Interop.Argument.None, CPU, Interop.Argument.None, Interop.Argument.None);
        reader.BaseStream.ReadExactly(tensor.bytes);
        return tensor;
    }
}
