using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Data.Images.Formats;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Data.Images;

public sealed class IdxFormatTests
{
    [Fact]
    public void Read_puts_labels_and_rows_where_the_layout_says()
    {
        using var scope = NewDisposeScope();

        var (images, labels) = Read(ImageFiles.IdxImages(3), ImageFiles.IdxLabels(7, 0, 9));

        images.shape.Should().Equal(3, 1, 28, 28);
        labels.data<long>().ToArray().Should().Equal(7, 0, 9);
        images[2, 0, 4, 5].item<byte>().Should().Be(ImageFiles.Pixel(2, 4 * 28 + 5));
    }

    [Fact]
    public void Read_of_another_magic_is_refused_with_both()
    {
        var swapped = () => Read(ImageFiles.IdxLabels([.. new byte[30]]), ImageFiles.IdxLabels(1));
        var floats = () => Read(ImageFiles.IdxImages(1, magic: 0xD03), ImageFiles.IdxLabels(1));

        swapped.Should().Throw<DataException>().WithMessage("images: starts with 00000801, expected 00000803 (an IDX file of images);*get it again.");
        floats.Should().Throw<DataException>().WithMessage("images: starts with 00000D03, expected 00000803*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void Read_of_a_cut_header_is_refused(int length)
    {
        var read = () => Read(ImageFiles.IdxImages(1)[..length], ImageFiles.IdxLabels(1));

        read.Should().Throw<DataException>().WithMessage($"images: {length} bytes, expected an IDX header of 16; the file is cut short*");
    }

    [Theory]
    [InlineData(3u, 3_000 - 632)]
    [InlineData(1u, 800)]
    [InlineData(0u, 16)]
    [InlineData(uint.MaxValue, 3_367_254_359_296)]
    public void Read_of_a_number_that_does_not_fit_the_length_is_refused_with_both_lengths(uint claimed, long expected)
    {
        var read = () => Read(ImageFiles.IdxImages(2, claimed: claimed), ImageFiles.IdxLabels(1, 2));

        read.Should().Throw<DataException>().WithMessage($"images: 1,584 bytes, expected {expected:N0} for the {claimed:N0} items that its header promises*");
    }

    [Fact]
    public void Read_of_another_size_is_refused_with_both_sizes()
    {
        var read = () => Read(ImageFiles.IdxImages(1, side: 32), ImageFiles.IdxLabels(1));

        read.Should().Throw<DataException>().WithMessage("images: images of 32 x 32 pixels, expected 28 x 28; it is another data set's file.");
    }

    [Fact]
    public void Read_of_other_numbers_of_images_and_labels_is_refused()
    {
        var read = () => Read(ImageFiles.IdxImages(2), ImageFiles.IdxLabels(1, 2, 3));

        read.Should().Throw<DataException>().WithMessage("labels: 3 labels, expected 2, one for each image in images;*");
    }

    [Fact]
    public void Read_of_a_label_out_of_range_is_refused_with_its_place()
    {
        var read = () => Read(ImageFiles.IdxImages(2), ImageFiles.IdxLabels(1, 10));

        read.Should().Throw<DataException>().WithMessage("labels: image 1 has the label 10, expected 0 to 9;*");
    }

    private static LabelledImages Read(byte[] images, byte[] labels) => new IdxFormat().Read(["images", "labels"], path => path == "images" ? images : labels);
}
