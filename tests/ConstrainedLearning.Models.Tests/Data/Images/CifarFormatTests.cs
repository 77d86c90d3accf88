using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Data.Images.Formats;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Data.Images;

public sealed class CifarFormatTests
{
    private static readonly IImageFormat _cifar10 = ImageSource.Find("cifar10")!.Format;
    private static readonly IImageFormat _cifar100 = ImageSource.Find("cifar100")!.Format;

    [Fact]
    public void Read_puts_label_planes_and_rows_where_the_layout_says()
    {
        using var scope = NewDisposeScope();
        var file = ImageFiles.Cifar([3], [9]);

        var (images, labels) = Read(_cifar10, file);

        images.shape.Should().Equal(2, 3, 32, 32);
        images.dtype.Should().Be(ScalarType.Byte);
        labels.data<long>().ToArray().Should().Equal(3, 9);
        // Blue is the third plane; row 5, column 7 of the second record.
        images[1, 2, 5, 7].item<byte>().Should().Be(file[3073 + 1 + 2 * 1024 + 5 * 32 + 7]);
        images[0, 0, 31, 0].item<byte>().Should().Be(file[1 + 31 * 32]);
    }

    [Fact]
    public void Read_of_cifar100_takes_the_fine_label()
    {
        using var scope = NewDisposeScope();

        var (images, labels) = Read(_cifar100, ImageFiles.Cifar([19, 99], [0, 7], [1, 8]));

        labels.data<long>().ToArray().Should().Equal(99, 7, 8);
        images[2, 0, 0, 1].item<byte>().Should().Be(ImageFiles.Pixel(2, 1));
    }

    [Fact]
    public void Read_of_several_files_appends_them_in_order()
    {
        using var scope = NewDisposeScope();

        var (images, labels) = Read(_cifar10, ImageFiles.Cifar([1], [2]), ImageFiles.Cifar([3]));

        labels.data<long>().ToArray().Should().Equal(1, 2, 3);
        images[2].eq(images[0]).all().item<bool>().Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3072)]
    [InlineData(3074)]
    public void Read_of_a_cut_file_is_refused_with_its_name_and_both_lengths(int length)
    {
        var read = () => Read(_cifar10, new byte[length]);

        read.Should().Throw<DataException>().WithMessage($"0.bin: {length:N0} bytes, expected a whole number of records of 3,073 bytes (CIFAR-10's binary layout)*get it again.");
    }

    [Fact]
    public void Read_of_a_label_out_of_range_is_refused_with_the_record()
    {
        var ten = () => Read(_cifar10, ImageFiles.Cifar([3], [10]));
        var coarse = () => Read(_cifar100, ImageFiles.Cifar([0, 99], [20, 0]));
        var fine = () => Read(_cifar100, ImageFiles.Cifar([19, 100]));

        ten.Should().Throw<DataException>().WithMessage("0.bin: record 1 has the label 10 in byte 0, expected 0 to 9;*");
        coarse.Should().Throw<DataException>().WithMessage("0.bin: record 1 has the label 20 in byte 0, expected 0 to 19;*");
        fine.Should().Throw<DataException>().WithMessage("0.bin: record 0 has the label 100 in byte 1, expected 0 to 99;*");
    }

    [Fact]
    public void Read_of_the_other_cifars_file_is_refused()
    {
        var read = () => Read(_cifar10, ImageFiles.Cifar([19, 99]));

        read.Should().Throw<DataException>().WithMessage("0.bin: 3,074 bytes*");
    }

    private static LabelledImages Read(IImageFormat format, params byte[][] files) =>
        format.Read([.. files.Select((_, i) => $"{i}.bin")], path => files[int.Parse(path[..1], System.Globalization.CultureInfo.InvariantCulture)]);
}
