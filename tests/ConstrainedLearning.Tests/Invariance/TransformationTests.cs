using ConstrainedLearning.Invariance;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Invariance;

public sealed class TransformationTests
{
    // At levels 0, 15 and 30, by the published tables.
    [Theory]
    [InlineData("shear x", 0, 0.15, 0.3, 0.495, 0.99, true)]
    [InlineData("shear y", 0, 0.15, 0.3, 0.495, 0.99, true)]
    [InlineData("translate x", 0, 5, 10, 16, 32, true)]
    [InlineData("translate y", 0, 5, 10, 16, 32, true)]
    [InlineData("rotate", 0, 15, 30, 67, 135, true)]
    [InlineData("solarize", 256, 128, 0, 128, 0, false)]
    [InlineData("posterize", 8, 6, 4, 5, 2, false)]
    [InlineData("color", 0.1, 1.0, 1.9, 1.005, 2.0, false, 0.01)]
    [InlineData("contrast", 0.1, 1.0, 1.9, 1.005, 2.0, false, 0.01)]
    [InlineData("brightness", 0.1, 1.0, 1.9, 1.005, 2.0, false, 0.01)]
    [InlineData("sharpness", 0.1, 1.0, 1.9, 1.005, 2.0, false, 0.01)]
    public void Ranges_are_those_of_the_published_spaces(string name, double lowest, double middle, double highest, double wideMiddle, double wideHighest, bool eitherSign, double? wideLowest = null)
    {
        Levels(TransformationSpace.RandAugment).ShouldBeCloseTo([lowest, middle, highest], 1e-12);
        Levels(TransformationSpace.Wide).ShouldBeCloseTo([wideLowest ?? lowest, wideMiddle, wideHighest], 1e-12);

        double[] Levels(TransformationSpace space)
        {
            var operation = space.Steps[0].Single(operation => operation.Name == name);
            operation.HasRandomSign.Should().Be(eitherSign);
            return [.. new[] { 0, 15, 30 }.Select(operation.Magnitude!.At)];
        }
    }

    [Fact]
    public void Posterize_keeps_the_highest_number_of_bits_that_its_level_reaches()
    {
        var bits = Transformation.Posterize(4).Magnitude!;
        Enumerable.Range(0, 31).Select(bits.At).Should().Equal(Enumerable.Range(0, 31).Select(level => (double)(8 - level * 4 / 30)));
    }

    [Fact]
    public void Spaces_have_fourteen_operations_with_identity_and_thirteen_without()
    {
        string[] names = ["autocontrast", "equalize", "rotate", "solarize", "color", "posterize", "contrast", "brightness", "sharpness", "shear x", "shear y", "translate x", "translate y"];
        TransformationSpace.RandAugment.Operations.Should().Equal(names);
        TransformationSpace.Wide.Operations.Should().Equal(names);
        TransformationSpace.TrivialAugment.Operations.Should().Equal([.. names, "identity"]);
    }

    [Fact]
    public void Flip_crop_and_cutout_move_whole_pixels()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        const int count = 60, height = 7, width = 10, padding = 3, size = 4;
        var images = randn(count, 2, height, width);
        var flips = randint(2, [count], dtype: ScalarType.Float32);
        var offsets = randint(2 * padding + 1, [count, 2], dtype: ScalarType.Float32) - padding;
        var centres = rand(count, 2);
        centres[0] = 0;
        centres[1] = 1;

        var (x, f, o, c) = (images.data<float>().ToArray(), flips.data<float>().ToArray(), offsets.data<float>().ToArray(), centres.data<float>().ToArray());
        float In(int i, int channel, int row, int column) => row is < 0 or >= height || column is < 0 or >= width ? 0 : x[((i * 2 + channel) * height + row) * width + column];
        bool Blotted(int i, int row, int column)
        {
            var (centreColumn, centreRow) = ((int)Math.Min(Math.Floor(c[2 * i] * width), width - 1), (int)Math.Min(Math.Floor(c[2 * i + 1] * height), height - 1));
            return row >= centreRow - size / 2 && row < centreRow + size / 2 && column >= centreColumn - size / 2 && column < centreColumn + size / 2;
        }

        Check(Transformation.HorizontalFlip.Apply(images, flips), (i, channel, row, column) => In(i, channel, row, f[i] == 1 ? width - 1 - column : column));
        Check(Transformation.Crop(padding).Apply(images, offsets), (i, channel, row, column) => In(i, channel, row + (int)o[2 * i + 1], column + (int)o[2 * i]));
        Check(Transformation.Cutout(size).Apply(images, centres), (i, channel, row, column) => Blotted(i, row, column) ? 0 : In(i, channel, row, column));
        Check(Transformation.Cutout(size, 7, 9).Apply(images, centres), (i, channel, row, column) => Blotted(i, row, column) ? 7 + 2 * channel : In(i, channel, row, column));

        void Check(Tensor result, Func<int, int, int, int, float> expected)
        {
            result.shape.Should().Equal(images.shape);
            var found = result.data<float>().ToArray();
            for (var k = 0; k < found.Length; k++)
                found[k].Should().Be(expected(k / (2 * height * width), k / (height * width) % 2, k / width % height, k % width), $"element {k}");
        }
    }

    [Fact]
    public void Normalize_standardises_each_channel()
    {
        using var scope = NewDisposeScope();
        var images = tensor([0f, 51f, 255f, 102f]).view(1, 2, 1, 2);
        var found = Transformation.Normalize([0.5, 0.2], [0.25, 0.4]).Apply(images);
        found.ToDoubles().ShouldBeCloseTo([-2, -1.2, 2, 0.5], 1e-6);
    }

    [Fact]
    public void A_transformation_of_one_s_own_is_drawn_like_the_others()
    {
        using var scope = NewDisposeScope();
        var lift = Transformation.Of("lift", Magnitude.Graded(10, 40, "brighter"), (images, parameters) => images + parameters.view(-1, 1, 1, 1));
        var space = TransformationSpace.OneOf(lift, Transformation.Identity).AtLevel(20);
        var draw = space.Draw(50);
        var expected = draw.Operations.select(1, 0).eq(0).to(ScalarType.Float32) * 30;
        space.Apply(zeros(50, 1, 2, 2), draw).mean([1, 2, 3]).Equals(expected).Should().BeTrue();
    }

    public static TheoryData<Action, string> Hostile() => new()
    {
        { () => Transformation.Rotate(30).Apply(zeros(2, 3, 8, 8, dtype: ScalarType.Byte), zeros(2)), "*rotate*images are Byte, expected Float32*" },
        { () => Transformation.Equalize.Apply(zeros(3, 8, 8)), "*equalize*shape [3, 8, 8], expected [images, channels, height, width]*" },
        { () => Transformation.Rotate(30).Apply(zeros(2, 3, 8, 8), tensor([1f, float.NaN])), "*rotate*a parameter is NaN or infinite*" },
        { () => Transformation.Scale(1).Apply(zeros(1, 3, 8, 8), tensor([float.PositiveInfinity])), "*scale*a parameter is NaN or infinite*" },
        { () => Transformation.Rotate(30).Apply(zeros(2, 3, 8, 8), zeros(3)), "*parameters have shape [3], expected [2]*" },
        { () => Transformation.Crop(4).Apply(zeros(2, 3, 8, 8), zeros(2)), "*parameters have shape [2], expected [2, 2]*" },
        { () => Transformation.Crop(4).Apply(zeros(2, 3, 8, 8), zeros(2, 3)), "*parameters have shape [2, 3], expected [2, 2]*" },
        { () => Transformation.Posterize(4).Apply(zeros(2, 3, 8, 8), zeros(2, dtype: ScalarType.Int64)), "*posterize*parameters are Int64, expected a floating type*" },
        { () => Transformation.Solarize().Apply(zeros(2, 3, 8, 8)), "*solarize*no parameters were given, expected [2]*" },
        { () => Transformation.AutoContrast.Apply(zeros(2, 3, 8, 8), zeros(2)), "*autocontrast has no magnitude*leave them out*" },
        { () => Transformation.Color(0.1, 1.9).Apply(zeros(2, 4, 8, 8), zeros(2)), "*color*4 channels, expected 3*or 1*" },
        { () => Transformation.Contrast(0.1, 1.9).Apply(zeros(2, 2, 8, 8), zeros(2)), "*contrast*2 channels, expected 3*or 1*" },
        { () => Transformation.Normalize([0.5], [0.2]).Apply(zeros(2, 3, 8, 8)), "*normalize*3 channels, expected 1*" },
        { () => Transformation.Normalize([0.5, 0.5], [0.2]), "*2 means and 1 deviations*" },
        { () => Transformation.Normalize([0.5], [0]), "*positive*" },
        { () => Transformation.Cutout(0), "*size*" },
        { () => Transformation.Cutout(2, double.NaN), "*finite*" },
        { () => Transformation.Cutout(2, 1, 2).Apply(zeros(2, 3, 8, 8), zeros(2, 2)), "*2 values*3 channels*" },
        { () => Transformation.Crop(-1), "*no whole number lies from 1 to -1*" },
        { () => Transformation.Rotation(double.NaN), "*finite*" },
        { () => Transformation.ShearX(double.PositiveInfinity), "*finite*" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Apply_refuses_what_does_not_fit(Action act, string message)
    {
        using var scope = NewDisposeScope();
        act.Should().Throw<ArgumentException>().WithMessage(message);
    }
}
