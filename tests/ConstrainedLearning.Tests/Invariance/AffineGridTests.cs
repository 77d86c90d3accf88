using ConstrainedLearning.Invariance;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Invariance;

/// <summary>Rotation, translation and scale beside closed forms: whole turns and moves, and ramps, of which interpolation between pixels is exact.</summary>
public sealed class AffineGridTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(90, 1)]
    [InlineData(180, 2)]
    [InlineData(-90, 3)]
    [InlineData(360, 4)]
    public void Rotation_by_quarter_turns_puts_each_pixel_in_its_place(double degrees, int quarters)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var images = rand(2, 3, 9, 9);
        var expected = images;
        // Against the clock: the right-hand column becomes the top row.
        for (var i = 0; i < quarters; i++) expected = expected.transpose(2, 3).flip(2);
        Largest(Transformation.Rotation(180).Apply(images, full([2], (float)degrees)) - expected).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Rotation_turns_as_the_rotation_of_pixels_does()
    {
        using var scope = NewDisposeScope();
        var image = zeros(1, 1, 15, 15);
        image[0, 0, 7, TensorIndex.Slice(7, 15)] = 255; // a ray to the right
        var (smooth, nearest) = (Transformation.Rotation(180).Apply(image, full([1], 45f)), Transformation.Rotate(30).Apply(image, full([1], 45f)));
        smooth[0, 0, 4, 10].ToSingle().Should().BeGreaterThan(100, "the ray points up and right");
        nearest[0, 0, 4, 10].ToSingle().Should().Be(255);
    }

    [Fact]
    public void Rotation_of_a_ramp_is_the_turned_ramp_also_on_images_that_are_not_square()
    {
        using var scope = NewDisposeScope();
        const double degrees = 23;
        var (x, y) = Centred(12, 20);
        var ramp = 0.3 * x - 0.7 * y + 2;
        var (cosine, sine) = (Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180));
        var expected = 0.3 * (cosine * x - sine * y) - 0.7 * (sine * x + cosine * y) + 2;
        Inside(Transformation.Rotation(180).Apply(ramp, full([1], degrees, ScalarType.Float64)) - expected, 2).Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Translation_by_whole_pixels_shifts_and_fills_with_zeros()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var images = rand([2, 3, 8, 10], ScalarType.Float64);
        var fractions = tensor([3 / 10.0, -2 / 8.0, -1 / 10.0, 0.0]).view(2, 2);
        var expected = zeros_like(images);
        expected[0, TensorIndex.Colon, TensorIndex.Slice(0, 6), TensorIndex.Slice(3, 10)] = images[0, TensorIndex.Colon, TensorIndex.Slice(2, 8), TensorIndex.Slice(0, 7)]; // 3 right, 2 up
        expected[1, TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(0, 9)] = images[1, TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(1, 10)]; // 1 left
        Largest(Transformation.Translation(0.5).Apply(images, fractions) - expected).Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Scale_by_two_enlarges_about_the_centre_and_by_a_half_leaves_a_border_of_zeros()
    {
        using var scope = NewDisposeScope();
        var (x, y) = Centred(16, 16);
        var ramp = 0.3 * x - 0.7 * y + 2;
        var large = Transformation.Scale(1).Apply(ramp, full([1], Math.Log(2), ScalarType.Float64));
        Inside(large - (0.15 * x - 0.35 * y + 2), 0).Should().BeLessThan(1e-12);
        var small = Transformation.Scale(1).Apply(ramp, full([1], -Math.Log(2), ScalarType.Float64));
        Inside(small - (0.6 * x - 1.4 * y + 2), 5).Should().BeLessThan(1e-12);
        small[0, 0, 2].abs().max().ToDouble().Should().Be(0);
    }

    [Theory]
    [InlineData("rotation")]
    [InlineData("translation")]
    [InlineData("scale")]
    public void Gradients_flow_to_parameters_and_images(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var transformation = new[] { Transformation.Rotation(180), Transformation.Translation(0.5), Transformation.Scale(1.5) }.Single(item => item.Name == name);
        var count = transformation.Magnitude!.Components;
        var images = rand([2, 2, 6, 7], ScalarType.Float64).requires_grad_();
        var parameters = (rand([2, count], ScalarType.Float64) * 0.37 + 0.11).view(count == 1 ? [2] : [2, 2]).requires_grad_();
        var weights = randn([2, 2, 6, 7], ScalarType.Float64);
        Value(images, parameters).backward();

        var along = randn_like(parameters);
        (parameters.grad!.mul(along).sum().ToDouble()).Should().BeApproximately(Slope(h => Value(images.detach(), parameters.detach() + along * h)), 1e-6);
        var direction = randn_like(images);
        (images.grad!.mul(direction).sum().ToDouble()).Should().BeApproximately(Slope(h => Value(images.detach() + direction * h, parameters.detach())), 1e-6);
        parameters.grad!.abs().min().ToDouble().Should().BePositive();

        Tensor Value(Tensor of, Tensor by) => (transformation.Apply(of, by) * weights).sum();
        static double Slope(Func<double, Tensor> value) => (value(1e-6).ToDouble() - value(-1e-6).ToDouble()) / 2e-6;
    }

    [Fact]
    public void Places_stay_exact_where_products_are_done_in_16_bits()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var images = rand([4, 1, 32, 32], ScalarType.Float32);
        using var ranges = new LearnedRanges(new LearnedRangesOptions { InitialWidth = 0.5 });
        foreach (var transform in new Func<Tensor>[] { () => Transformation.Rotation(180).Apply(images, full([4], 23f)), () => ranges.call(images).detach() })
        {
            manual_seed(6);
            var exact = transform();
            manual_seed(6);
            using var products = Autocast.Enter(Precision.BFloat16, CPU);
            transform().ToDoubles().Should().Equal(exact.ToDoubles());
        }
    }

    /// <summary>Coordinates of pixel centres from the image's centre, [1, 1, height, width].</summary>
    private static (Tensor X, Tensor Y) Centred(int height, int width) =>
        ((arange(width, ScalarType.Float64) - (width - 1) / 2.0).expand(1, 1, height, width), (arange(height, ScalarType.Float64) - (height - 1) / 2.0).unsqueeze(1).expand(1, 1, height, width));

    private static double Largest(Tensor difference) => difference.abs().max().ToDouble();

    /// <summary>The largest difference among pixels that read inside the image: those within a disk, <paramref name="margin"/> smaller than the largest that fits.</summary>
    private static double Inside(Tensor difference, int margin)
    {
        var (x, y) = Centred((int)difference.size(2), (int)difference.size(3));
        var radius = Math.Min(difference.size(2), difference.size(3)) / 2.0 - margin;
        var inside = (x.square() + y.square()).lt(radius * radius);
        inside.sum().ToInt64().Should().BePositive();
        return (difference * inside).abs().max().ToDouble();
    }
}
