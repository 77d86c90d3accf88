namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Reads a tensor in TorchSharp's form.</summary>
        public static Tensor Load(BinaryReader reader) => TensorExtensionMethods.Load(reader);

        /// <inheritdoc cref="Load(BinaryReader)"/>
        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream);
            return Load(reader);
        }

        /// <inheritdoc cref="Load(BinaryReader)"/>
        public static Tensor Load(string location) => Load(File.OpenRead(location));

        /// <summary>Reads what <see cref="save"/> wrote. (TorchSharp's own lower-case pair uses PyTorch's archive; this library uses TorchSharp's form for both.)</summary>
        public static Tensor load(string location) => Load(location);

        /// <summary>Writes the tensor to a file, in the same form as <see cref="TensorExtensionMethods.Save(Tensor, string)"/>.</summary>
        public void save(string location) => this.Save(location);

        /// <summary>Writes the raw elements of a tensor in host memory.</summary>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            using var plain = contiguous();
            stream.Write(plain.bytes);
        }

        /// <summary>Fills a contiguous tensor in host memory with raw elements.</summary>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024) => stream.ReadExactly(bytes);
    }

    /// <inheritdoc cref="Tensor.save"/>
    public static void save(Tensor t, string location) => t.save(location);

    /// <inheritdoc cref="Tensor.load"/>
    public static Tensor load(string location) => Tensor.load(location);
}
