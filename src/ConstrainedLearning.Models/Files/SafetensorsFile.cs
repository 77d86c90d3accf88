using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Files;

/// <summary>
/// A file of named tensors in the safetensors format (https://github.com/huggingface/safetensors): 8 bytes with the length of the header, the header in JSON, the elements of every tensor,
/// row by row, the least significant byte first. It is safe to open any file: nothing in it runs, and one that breaks the format's rules is refused before memory is taken for it.
/// </summary>
/// <remarks>Only the header is in memory; a tensor's bytes go from the file to the tensor. Several threads may read at once.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    private const int LengthBytes = 8;

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    private SafetensorsFile(string path, SafeFileHandle handle)
    {
        (_path, _handle) = (path, handle);
        (var header, _dataStart) = ReadHeader();
        (Entries, Metadata) = (header.Entries, header.Metadata);
        _byName = Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors, in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>What the writer noted beside the tensors; often empty.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header; the caller disposes it.</summary>
    /// <exception cref="SafetensorsException">The file is absent, cannot be read, or breaks the format's rules.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            return new SafetensorsFile(path, handle);
        }
        catch (Exception e)
        {
            handle?.Dispose();
            if (e is FileNotFoundException or DirectoryNotFoundException) throw new SafetensorsException(path, "there is no such file", e);
            if (e is (IOException or UnauthorizedAccessException or NotSupportedException) and not SafetensorsException) throw new SafetensorsException(path, $"it cannot be read ({e.Message})", e);
            throw;
        }
    }

    /// <summary>
    /// Writes tensors to a file, beside its place first: a file of that name is replaced only by a complete one. Tensors may be anywhere and strided; they are not changed. Two names for one memory are
    /// written twice. The same tensors give the same bytes: those of wide types come first, then by name, as the reference implementation has it.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">Names and tensors, such as a module's <c>state_dict()</c>.</param>
    /// <param name="metadata">Texts to go with them. Some programs read a file only with <c>format</c> = <c>pt</c> there.</param>
    /// <exception cref="ArgumentException">A name is there twice, is reserved or is no text, or a tensor's type is not one of the format's.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one, if any, is as it was.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(path, tensors, metadata ?? new Dictionary<string, string>());

    /// <summary>Reads one tensor: a new one, the caller's.</summary>
    /// <param name="name">One of <see cref="Entries"/>.</param>
    /// <param name="device">Where it will be; null: in host memory.</param>
    /// <exception cref="SafetensorsException">There is no such tensor, the file was changed since it was opened, or a BOOL is neither 0 nor 1.</exception>
    public Tensor Read(string name, Device? device = null)
    {
        var entry = Find(name);
        using var scope = NewDisposeScope();
        var value = empty([.. entry.Shape], dtype: entry.Type);
        TensorMemory.ForEachPiece(value, (piece, start) =>
        {
            Fill(piece, _dataStart + entry.Begin + start);
            // libtorch may do anything with a bool of another value.
            if (entry.Type == ScalarType.Bool && piece.ContainsAnyExceptInRange((byte)0, (byte)1)) throw new SafetensorsException(_path, $"tensor '{Shown.Text(name)}' is of type BOOL and has bytes that are neither 0 nor 1");
        });
        return (device is null ? value : value.to(device)).MoveToOuterDisposeScope();
    }

    /// <summary>Reads one tensor into another, anywhere, of the same type and shape; unless all is well that one stays as it was.</summary>
    /// <exception cref="SafetensorsException">As for <see cref="Read"/>, or the type or shape is another.</exception>
    public void ReadInto(string name, Tensor target)
    {
        var entry = Find(name);
        if (entry.Type != target.dtype || !entry.Shape.SequenceEqual(target.shape))
            throw new SafetensorsException(_path, $"tensor '{Shown.Text(name)}' is {entry.Type} of shape {Shown.Shape(entry.Shape)}, expected {target.dtype} of shape {Shown.Shape(target.shape)}; Read it and convert it");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        target.copy_(Read(name));
    }

    /// <summary>Closes the file; tensors that were read stay.</summary>
    public void Dispose() => _handle.Dispose();

    private SafetensorsEntry Find(string name) => _byName.TryGetValue(name, out var entry) ? entry
        : throw new SafetensorsException(_path, $"it has no tensor '{Shown.Text(name)}' among its {Shown.Count(Entries.Count)}, such as {string.Join(", ", Entries.Take(3).Select(other => $"'{Shown.Text(other.Name)}'"))}");

    private (SafetensorsHeader Header, long DataStart) ReadHeader()
    {
        var fileLength = RandomAccess.GetLength(_handle);
        if (fileLength < LengthBytes) throw new SafetensorsException(_path, $"it has {fileLength} bytes, the length of its header alone takes {LengthBytes}");
        Span<byte> bytes = stackalloc byte[LengthBytes];
        Fill(bytes, 0);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > SafetensorsHeader.MaximumLength) throw new SafetensorsException(_path, $"its header would have {length} bytes, expected at most {SafetensorsHeader.MaximumLength}: it is not in the safetensors format, or damaged");
        if ((long)length > fileLength - LengthBytes) throw new SafetensorsException(_path, $"it was cut short: its header should have {length} bytes, {fileLength - LengthBytes} are there; get the file again");
        var json = new byte[length];
        Fill(json, LengthBytes);
        var start = LengthBytes + (long)json.Length;
        return (new SafetensorsHeaderReader(_path).Read(json, fileLength - start), start);
    }

    private void Fill(Span<byte> bytes, long place)
    {
        while (!bytes.IsEmpty)
        {
            var count = RandomAccess.Read(_handle, bytes, place);
            if (count == 0) throw new SafetensorsException(_path, $"it ends at byte {place}, and was longer when it was opened");
            bytes = bytes[count..];
            place += count;
        }
    }
}
