using System.Buffers.Binary;
using System.Text;

namespace ConstrainedLearning.Models.Tests.Files;

/// <summary>Safetensors files put together by hand.</summary>
internal static class SafetensorsSample
{
    /// <summary>Three tensors in 34 bytes: no size of them can change without another's.</summary>
    public const string Header = """{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"n":{"dtype":"I64","shape":[],"data_offsets":[24,32]},"b":{"dtype":"BOOL","shape":[2],"data_offsets":[32,34]}}""";

    public static byte[] Valid => Bytes(Header, 34);

    /// <summary>A file with this header, and zeros behind it.</summary>
    public static byte[] Bytes(string header, int dataLength) => Bytes(Encoding.UTF8.GetBytes(header), dataLength);

    public static byte[] Bytes(byte[] header, int dataLength) => WithLength((ulong)header.Length, [.. header, .. new byte[dataLength]]);

    /// <summary>A file that claims a header of some length, whatever follows.</summary>
    public static byte[] WithLength(ulong length, byte[] rest)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length);
        return [.. prefix, .. rest];
    }

    /// <summary>A header with one tensor "w".</summary>
    public static string One(string dtype, string shape, string offsets) => $$$"""{"w":{"dtype":{{{dtype}}},"shape":{{{shape}}},"data_offsets":{{{offsets}}}}}""";
}
