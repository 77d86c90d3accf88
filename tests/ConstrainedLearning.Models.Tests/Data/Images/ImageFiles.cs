using System.Buffers.Binary;

namespace ConstrainedLearning.Models.Tests.Data.Images;

/// <summary>Small files in the layouts of the data sets: pixel j of image i is 7 i + j, modulo 256.</summary>
internal static class ImageFiles
{
    public static byte Pixel(int image, int pixel) => (byte)(7 * image + pixel);

    /// <summary>CIFAR records with these label bytes each.</summary>
    public static byte[] Cifar(params byte[][] labels) =>
        [.. labels.SelectMany((bytes, image) => bytes.Concat(Enumerable.Range(0, 3072).Select(pixel => Pixel(image, pixel))))];

    /// <summary>An IDX file of images; its header may lie.</summary>
    public static byte[] IdxImages(int count, uint magic = 0x803, uint? claimed = null, uint side = 28) =>
        [.. Header(magic, claimed ?? (uint)count, side, side), .. Enumerable.Range(0, count).SelectMany(image => Enumerable.Range(0, 784).Select(pixel => Pixel(image, pixel)))];

    /// <summary>An IDX file of labels.</summary>
    public static byte[] IdxLabels(params byte[] labels) => [.. Header(0x801, (uint)labels.Length), .. labels];

    private static byte[] Header(params uint[] numbers)
    {
        var header = new byte[4 * numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 * i), numbers[i]);
        return header;
    }
}
