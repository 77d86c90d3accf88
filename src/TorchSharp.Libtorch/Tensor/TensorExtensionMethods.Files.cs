using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

// TorchSharp's own form of one tensor: element type, number of dimensions and sizes as LEB128 numbers, then the elements, row-major, little-endian.
public static partial class TensorExtensionMethods
{
    /// <summary>Writes the tensor in TorchSharp's form; the writer stays open.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer) => StateFile.WriteTensor(writer, tensor);

    /// <summary>Writes the tensor in TorchSharp's form and closes the stream, as TorchSharp does.</summary>
    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    /// <summary>Writes the tensor in TorchSharp's form to a file.</summary>
    public static void Save(this Tensor tensor, string location) => tensor.Save(File.Create(location));

    /// <summary>Fills the tensor from TorchSharp's form.</summary>
    /// <param name="tensor">What to fill; it keeps its device.</param>
    /// <param name="reader">Where to read.</param>
    /// <param name="skip">Reads past the elements and leaves the tensor as it is.</param>
    /// <exception cref="ArgumentException">Type or shape differ.</exception>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        using var loaded = StateFile.ReadTensor(reader, "tensor");
        if (skip) return;
        StateFile.RequireSame("tensor", tensor, loaded);
        using var unrecorded = no_grad();
        using var written = tensor.copy_(loaded);
    }

    /// <summary>Reads a tensor in TorchSharp's form into host memory; with <paramref name="skip"/> its elements are zero.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var loaded = StateFile.ReadTensor(reader, "tensor");
        if (skip) loaded.zero_().Dispose();
        return loaded;
    }

    /// <summary>Fills a tensor, or makes one where there is none.</summary>
    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is null) tensor = Load(reader, skip);
        else tensor.Load(reader, skip);
    }
}
