using ConstrainedLearning.Models.Data.Images;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Data.Images;

public sealed class SyntheticSymmetryTests
{
    private static readonly string[] _one = ["only"];

    [Fact]
    public void None_leaves_every_byte()
    {
        using var set = Set(2500, 5, 7, seed: 1);
        using var same = SyntheticSymmetry.None.Apply(set, seed: 1);

        same.Images.eq(set.Images).all().item<bool>().Should().BeTrue();
        same.HostLabels.Should().Equal(set.HostLabels);
    }

    [Fact]
    public void Rotation_by_90_degrees_is_a_quarter_turn_counterclockwise()
    {
        using var scope = NewDisposeScope();
        using var set = Set(3, 6, 6, seed: 2);
        using var turned = Always(AffineMap.Rotation(90)).Apply(set, seed: 0);

        turned.Images.eq(rot90(set.Images, 1, (2, 3))).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Rotation_of_a_wide_image_by_180_degrees_keeps_its_proportions()
    {
        using var scope = NewDisposeScope();
        using var set = Set(3, 4, 9, seed: 2);
        using var turned = Always(AffineMap.Rotation(180)).Apply(set, seed: 0);

        turned.Images.eq(set.Images.flip(2, 3)).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Translation_by_whole_pixels_moves_right_and_down_and_brings_in_zeros()
    {
        using var scope = NewDisposeScope();
        using var set = Set(2, 5, 7, seed: 3);
        using var moved = Always(AffineMap.Translation(right: 2, down: 1)).Apply(set, seed: 0);

        moved.Images[.., .., 1.., 2..].eq(set.Images[.., .., ..4, ..5]).all().item<bool>().Should().BeTrue();
        moved.Images[.., .., ..1].max().item<byte>().Should().Be(0);
        moved.Images[.., .., .., ..2].max().item<byte>().Should().Be(0);
    }

    [Fact]
    public void Translation_by_half_a_pixel_is_the_mean_of_two_pixels()
    {
        using var scope = NewDisposeScope();
        using var set = new ImageSet("test", tensor(new byte[] { 10, 20, 60, 200 }, [1, 1, 1, 4]), zeros([1], ScalarType.Int64), _one);
        using var moved = Always(AffineMap.Translation(right: 0.5, down: 0)).Apply(set, seed: 0);

        moved.Images.data<byte>().ToArray().Should().Equal(5, 15, 40, 130);
    }

    [Fact]
    public void Scaling_by_2_repeats_the_middle_and_by_one_half_leaves_a_frame_of_zeros()
    {
        using var scope = NewDisposeScope();
        var images = zeros([1, 1, 8, 8], ScalarType.Byte);
        images[.., .., 2..6, 2..6] = 100;
        using var set = new ImageSet("test", images, zeros([1], ScalarType.Int64), _one);
        using var larger = Always(AffineMap.Scaling(2)).Apply(set, seed: 0);
        using var smaller = Always(AffineMap.Scaling(0.5)).Apply(set, seed: 0);

        // The square of 4x4 becomes one of 8x8, its edge pixels reading a quarter of the black beyond; and one of 2x2.
        larger.Images[0, 0, 4].data<byte>().ToArray().Should().Equal(75, 100, 100, 100, 100, 100, 100, 75);
        smaller.Images[0, 0, 3].data<byte>().ToArray().Should().Equal(0, 0, 0, 100, 100, 0, 0, 0);
        smaller.Images.sum().item<long>().Should().Be(400);
    }

    [Fact]
    public void Families_draw_over_their_whole_range_and_not_beyond()
    {
        static double[] Angles(double degrees) => [.. Draws(SyntheticSymmetry.Rotated(degrees)).Select(map => Math.Atan2(map.Yx, map.Xx) * 180 / Math.PI)];
        Angles(90).Max().Should().BeInRange(88, 90);
        Angles(90).Min().Should().BeInRange(-90, -88);
        Angles(180).Average().Should().BeInRange(-12, 12); // deviation of a mean of 1000: 3.3

        var shifts = Draws(SyntheticSymmetry.Translated(8));
        shifts.Max(map => map.X).Should().BeInRange(7.8, 8);
        shifts.Min(map => map.Y).Should().BeInRange(-8, -7.8);
        shifts.Average(map => map.X * map.Y).Should().BeInRange(-2.8, 2.8); // independent: deviation 64 / 3 / sqrt 1000 = 0.7

        var factors = Draws(SyntheticSymmetry.Scaled(2)).Select(map => 1 / map.Xx).ToArray();
        factors.Max().Should().BeInRange(1.96, 2);
        factors.Min().Should().BeInRange(0.5, 0.51);
        factors.Average(Math.Log).Should().BeInRange(-0.05, 0.05); // deviation ln 2 / sqrt 3000 = 0.013
    }

    [Fact]
    public void Transformed_uses_seed_1_for_training_and_0_for_test_and_the_new_training_statistics()
    {
        using var data = new ImageData(Set(20, 6, 6, seed: 4), Set(20, 6, 6, seed: 4));
        using var rotated = data.Transformed(SyntheticSymmetry.Find("Rotated180"));
        using var training = SyntheticSymmetry.Rotated(180).Apply(data.Train, seed: 1);
        using var test = SyntheticSymmetry.Rotated(180).Apply(data.Test, seed: 0);

        rotated.Train.Images.eq(training.Images).all().item<bool>().Should().BeTrue();
        rotated.Test.Images.eq(test.Images).all().item<bool>().Should().BeTrue();
        rotated.Train.Images.eq(rotated.Test.Images).all().item<bool>().Should().BeFalse();
        rotated.Test.Statistics.Should().BeSameAs(rotated.Train.Statistics);
        rotated.Train.Statistics.Mean[0].Should().BeLessThan(data.Train.Statistics.Mean[0]);
    }

    [Fact]
    public void Apply_gives_an_image_the_same_map_whatever_comes_after_it()
    {
        using var many = Set(1100, 6, 6, seed: 5);
        using var few = many.Subset("few", [.. Enumerable.Range(0, 7).Select(i => (long)i)]);
        using var manyMoved = SyntheticSymmetry.Translated(3).Apply(many, seed: 1);
        using var fewMoved = SyntheticSymmetry.Translated(3).Apply(few, seed: 1);

        manyMoved.Images[..7].eq(fewMoved.Images).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Find_unknown_name_suggests_the_nearest_and_lists_all()
    {
        var find = () => SyntheticSymmetry.Find("rotated18");

        find.Should().Throw<ArgumentException>().WithMessage("*did you mean \"rotated180\"? Known are original, rotated90, rotated180, translated, scaled.");
    }

    [Fact]
    public void Ranges_that_are_none_are_refused()
    {
        Action[] creations = [() => SyntheticSymmetry.Rotated(-1), () => SyntheticSymmetry.Translated(-1), () => SyntheticSymmetry.Scaled(0.5)];

        creations.Should().AllSatisfy(create => create.Should().Throw<ArgumentOutOfRangeException>());
    }

    private static SyntheticSymmetry Always(AffineMap map) => new("always", _ => map);

    private static List<AffineMap> Draws(SyntheticSymmetry symmetry)
    {
        var random = new Models.Data.SplitMix64(1, 0);
        return [.. Enumerable.Range(0, 1000).Select(_ => symmetry.Draw(() => random.Symmetric()))];
    }

    private static ImageSet Set(int count, int height, int width, int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        return new("test", randint(0, 256, [count, 2, height, width], ScalarType.Byte), zeros([count], ScalarType.Int64), _one);
    }
}
