using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ConstrainedLearning.Reports.Invariance;
using OxyPlot.Svg;
using Pictures.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Reports.Tests;

public sealed class ImageSheetTests
{
    [Fact]
    public void Crc_of_the_digits_is_the_published_check_value() => PngFile.Crc(Encoding.ASCII.GetBytes("123456789")).Should().Be(0xCBF43926);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 2)]
    [InlineData(3, 300, 300)] // more than one block of the compression
    public void Png_gives_back_its_samples(int channels, int width, int height)
    {
        var samples = new byte[channels * width * height];
        new Random(7).NextBytes(samples);

        var picture = PngReader.Decode(PngFile.Write(width, height, channels == 1 ? PngColor.Grey : PngColor.Rgb, samples));

        (picture.Width, picture.Height, picture.Channels).Should().Be((width, height, channels));
        picture.Samples.AsSpan().SequenceEqual(samples).Should().BeTrue();
    }

    [Fact]
    public void Png_with_another_number_of_samples_throws_with_both()
    {
        var write = () => PngFile.Write(2, 3, PngColor.Rgb, new byte[17]);

        write.Should().Throw<ArgumentException>().WithMessage("*2 x 3 pixels with 3 channels has 18 samples, got 17*");
    }

    [Fact]
    public void Sheet_shows_each_image_before_and_after_pixel_by_pixel()
    {
        using var scope = NewDisposeScope();
        var before = arange(2 * 3 * 2 * 4, dtype: ScalarType.Float32).reshape(2, 3, 2, 4);

        var images = Images(ImageSheet.Of(before, before + 100, ["first", "7: <rotate> & \"more\""]));

        images.Select(image => image.AlternativeText).Should().Equal("before: first", "after: first", "before: 7: <rotate> & \"more\"", "after: 7: <rotate> & \"more\"");
        for (var n = 0; n < 2; n++)
            for (var state = 0; state < 2; state++)
            {
                var picture = Decode(images[2 * n + state]);
                (picture.Width, picture.Height, picture.Channels).Should().Be((4, 2, 3));
                for (var y = 0; y < 2; y++)
                    for (var x = 0; x < 4; x++)
                        for (var c = 0; c < 3; c++)
                            picture.Samples[(y * 4 + x) * 3 + c].Should().Be((byte)(((n * 3 + c) * 2 + y) * 4 + x + 100 * state));
            }
    }

    [Fact]
    public void Grey_images_are_rounded_and_kept_within_their_range()
    {
        using var scope = NewDisposeScope();
        var image = tensor([-5f, 0.4f, 0.6f, 254.6f, 300f, float.NaN, float.PositiveInfinity, float.NegativeInfinity]).reshape(1, 1, 2, 4);

        var picture = Decode(Images(ImageSheet.Of(image, image, ["a"]))[0]);

        picture.Channels.Should().Be(1);
        picture.Samples.Should().Equal(0, 0, 1, 255, 255, 0, 255, 0);
    }

    [Fact]
    public void Whole_numbers_and_views_are_read_as_they_are()
    {
        using var scope = NewDisposeScope();
        var image = arange(6, dtype: ScalarType.Byte).reshape(1, 1, 2, 3);

        var images = Images(ImageSheet.Of(image, image.flip(3), ["a"]));

        Decode(images[0]).Samples.Should().Equal(0, 1, 2, 3, 4, 5);
        Decode(images[1]).Samples.Should().Equal(2, 1, 0, 5, 4, 3);
    }

    [Fact]
    public void Sheet_leaves_no_tensor_behind_and_outlives_its_images()
    {
        ImageSheet sheet;
        using (var image = zeros(1, 1, 2, 2))
        {
            using var scope = NewDisposeScope();
            sheet = ImageSheet.Of(image, image, ["a"]);
            scope.DisposablesCount.Should().Be(0);
        }

        Images(sheet).Should().HaveCount(2);
    }

    [Theory]
    [InlineData(new long[] { 2, 2, 4, 4 }, new long[] { 2, 2, 4, 4 }, 2, "*[2, 2, 4, 4], expected [n, 1 or 3, h, w]*")]
    [InlineData(new long[] { 3, 4, 4 }, new long[] { 3, 4, 4 }, 3, "*[3, 4, 4], expected [n, 1 or 3, h, w]*")]
    [InlineData(new long[] { 2, 3, 4, 4 }, new long[] { 2, 3, 4, 5 }, 2, "*[2, 3, 4, 5], expected [2, 3, 4, 4]*")]
    [InlineData(new long[] { 0, 3, 4, 4 }, new long[] { 0, 3, 4, 4 }, 0, "*[0, 3, 4, 4], expected 1 to 64*")]
    [InlineData(new long[] { 65, 1, 1, 1 }, new long[] { 65, 1, 1, 1 }, 65, "*[65, 1, 1, 1], expected 1 to 64*")]
    [InlineData(new long[] { 1, 3, 0, 4 }, new long[] { 1, 3, 0, 4 }, 1, "*[1, 3, 0, 4]*at least one pixel*")]
    [InlineData(new long[] { 2, 3, 4, 4 }, new long[] { 2, 3, 4, 4 }, 1, "*1 labels, expected 2*")]
    public void Sheet_refuses_what_is_no_pair_of_images(long[] before, long[] after, int labels, string message)
    {
        using var scope = NewDisposeScope();
        var make = () => ImageSheet.Of(zeros(before), zeros(after), [.. Enumerable.Repeat("a", labels)]);

        make.Should().Throw<ArgumentException>().WithMessage(message);
    }

    private static IHtmlImageElement[] Images(ImageSheet sheet) => [.. new HtmlParser().ParseDocument(sheet.ToHtml()).Images];

    private static Picture Decode(IHtmlImageElement image)
    {
        const string Prefix = "data:image/png;base64,";
        image.Source.Should().StartWith(Prefix);
        return PngReader.Decode(Convert.FromBase64String(image.Source![Prefix.Length..]));
    }
}
