using System.Buffers.Binary;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data.Images.Formats;

/// <summary>
/// MNIST's IDX layout, 28x28 and 10 classes: a file of images (bytes 0, 0, 8, 3; then number, rows and columns as big-endian 32-bit numbers; then the
/// pixels) and a file of labels (0, 0, 8, 1; number; labels).
/// </summary>
internal sealed record IdxFormat : IImageFormat
{
    private const int Side = 28;
    private const int Classes = 10;
    private const uint ImagesMagic = 0x803;
    private const uint LabelsMagic = 0x801;

    /// <summary>The images, then the labels, with the canonical hyphen or the full stop of some copies before <c>idx</c>.</summary>
    public IReadOnlyList<string> Find(string folder, Part part)
    {
        var prefix = part == Part.Train ? "train" : "t10k";
        var images = FolderFiles.Match(folder, $"{prefix}-images?idx3-ubyte");
        var labels = FolderFiles.Match(folder, $"{prefix}-labels?idx1-ubyte");
        return images.Count > 0 && labels.Count > 0 ? [images[0], labels[0]] : [];
    }

    public LabelledImages Read(IReadOnlyList<string> paths, Func<string, byte[]> open)
    {
        var (imagesPath, labelsPath) = (paths[0], paths[1]);
        var pixels = Values(imagesPath, open(imagesPath), ImagesMagic, [Side, Side]);
        var labels = Values(labelsPath, open(labelsPath), LabelsMagic, []);
        var count = pixels.Length / (Side * Side);
        if (labels.Length != count)
            throw new DataException(
                $"{labelsPath}: {labels.Length:N0} labels, expected {count:N0}, one for each image in {imagesPath}; the files do not belong together: get both again.");
        if (Array.FindIndex(labels, label => label >= Classes) is >= 0 and var odd)
            throw new DataException($"{labelsPath}: image {odd} has the label {labels[odd]}, expected 0 to {Classes - 1}; the file is damaged: get it again.");

        var images = tensor(pixels, [count, 1, Side, Side]);
        using var bytes = tensor(labels);
        return new(images, bytes.to(ScalarType.Int64));
    }

    /// <summary>What follows the header, whose sizes after the first must be <paramref name="sizes"/>.</summary>
    private static byte[] Values(string path, byte[] contents, uint magic, int[] sizes)
    {
        var header = 8 + 4 * sizes.Length;
        if (contents.Length < header)
            throw new DataException($"{path}: {contents.Length} bytes, expected an IDX header of {header}; the file is cut short: get it again.");
        if (Number(contents, 0) is var found && found != magic)
            throw new DataException(
                $"{path}: starts with {found:X8}, expected {magic:X8} (an IDX file of {(magic == ImagesMagic ? "images" : "labels")}); it is another file under this name: get it again.");
        for (var i = 0; i < sizes.Length; i++)
            if (Number(contents, 8 + 4 * i) is var size && size != sizes[i])
                throw new DataException($"{path}: images of {Number(contents, 8)} x {Number(contents, 12)} pixels, expected {sizes[0]} x {sizes[1]}; it is another data set's file.");

        // The number may be anything up to 2^32 in a damaged file: 64 bits hold the product.
        var (count, each) = (Number(contents, 4), sizes.Aggregate(1L, (product, size) => product * size));
        if (count == 0 || contents.Length != header + count * each)
            throw new DataException(
                $"{path}: {contents.Length:N0} bytes, expected {header + count * each:N0} for the {count:N0} items that its header promises, at least one; "
                + "the file is cut short or damaged: get it again.");
        return contents[header..];
    }

    private static uint Number(byte[] contents, int at) => BinaryPrimitives.ReadUInt32BigEndian(contents.AsSpan(at));
}
