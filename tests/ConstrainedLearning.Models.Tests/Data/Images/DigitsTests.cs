using System.Text;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Data.Images.Formats;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Data.Images;

public sealed class DigitsTests
{
    [Fact]
    public void Open_digits_needs_nothing_and_is_what_its_readme_says()
    {
        using var data = ImageData.Open("Digits", new ImageDataOptions { DataDirectory = "/nowhere", CacheDirectory = "/nowhere" });

        (data.Train.Count, data.Test.Count).Should().Be((1437, 360));
        (data.Train.Shape.Channels, data.Train.Shape.Height, data.Train.Shape.Width, data.Train.Shape.Classes).Should().Be((1, 8, 8, 10));
        data.Files.Should().Equal(new ImageFile("digits", "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"));
        // Images of each class as UCI and scikit-learn state them.
        var counts = data.Train.HostLabels.Concat(data.Test.HostLabels).GroupBy(label => label).OrderBy(group => group.Key).Select(group => group.Count());
        counts.Should().Equal(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    }

    [Fact]
    public void Open_digits_first_image_is_the_known_zero_stretched_to_255()
    {
        using var scope = NewDisposeScope();
        using var data = ImageData.Open("digits");

        // scikit-learn's first digit begins 0 0 5 13 9 1 0 0; 255 / 16 of that, rounded
        data.Train.Images[0, 0, 0].data<byte>().ToArray().Should().Equal(0, 0, 80, 207, 143, 16, 0, 0);
        data.Train.HostLabels[..10].Should().Equal(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    [Theory]
    [InlineData("17", "line 1, value 3 is \"17\", expected a whole number from 0 to 16")]
    [InlineData("-1", "line 1, value 3 is \"-1\", expected")]
    [InlineData("1.5", "line 1, value 3 is \"1.5\", expected")]
    [InlineData("", "line 1, value 3 is \"\", expected")]
    [InlineData("1,1", "line 1 has 66 values, expected 65")]
    public void Parse_of_a_bad_value_is_refused_with_its_place(string value, string message)
    {
        var parse = () => DigitsFormat.Parse("digits", Encoding.ASCII.GetBytes($"0,0,{value},{string.Join(",", Enumerable.Repeat("1", 61))},9\n"));

        parse.Should().Throw<DataException>().WithMessage($"digits: {message}*");
    }

    [Fact]
    public void Parse_of_a_label_out_of_range_is_refused()
    {
        var parse = () => DigitsFormat.Parse("digits", Encoding.ASCII.GetBytes($"{string.Join(",", Enumerable.Repeat("1", 64))},10"));

        parse.Should().Throw<DataException>().WithMessage("digits: line 1, value 65 is \"10\", expected a whole number from 0 to 9*");
    }

    [Fact]
    public void Parse_of_nothing_is_refused()
    {
        var parse = () => DigitsFormat.Parse("digits", []);

        parse.Should().Throw<DataException>().WithMessage("digits: line 1 has 1 values, expected 65*");
    }
}
