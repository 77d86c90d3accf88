using ConstrainedLearning.Invariance;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Invariance;

/// <summary>Maps beside the transformations they generate, gradients beside finite differences.</summary>
public sealed class LearnedRangesTests
{
    private const double Width = 0.8;

    public static TheoryData<string> Names => [.. AffineGenerator.All.Select(generator => generator.Name)];

    [Theory]
    [InlineData("rotation", 12, 12)]
    [InlineData("rotation", 8, 14)]
    [InlineData("scale", 12, 12)]
    [InlineData("scale", 14, 8)]
    [InlineData("translation x", 8, 14)]
    [InlineData("translation y", 8, 14)]
    public void One_family_alone_is_the_transformation_of_its_name_with_strengths_uniform_in_its_range(string name, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var ranges = Ranges(Width, name);
        var images = rand([16, 2, height, width], ScalarType.Float64);
        var drawn = Repeated(() => ranges.call(images));
        var strengths = Repeated(() => rand([16, 1], ScalarType.Float32, CPU)).to(ScalarType.Float64).mul_(2).sub_(1).select(1, 0) * Width;

        // A map says where a pixel reads: what is read from the right has moved to the left, and from twice as far is half as large.
        var expected = name switch
        {
            "rotation" => Transformation.Rotation(180).Apply(images, strengths * (180 / Math.PI)),
            "scale" => Transformation.Scale(1).Apply(images, -strengths),
            "translation x" => Transformation.Translation(1).Apply(images, stack([strengths / -2, zeros_like(strengths)], 1)),
            _ => Transformation.Translation(1).Apply(images, stack([zeros_like(strengths), strengths / -2 * width / height], 1)),
        };
        (drawn - expected).abs().max().ToDouble().Should().BeLessThan(1e-6);
    }

    [Theory]
    [InlineData("stretch")]
    [InlineData("shear")]
    public void Stretch_and_shear_are_hyperbolic(string name)
    {
        using var scope = NewDisposeScope();
        using var ranges = Ranges(Width, name);
        var maps = Repeated(() => ranges.Maps(zeros(16, 1, 5, 5, ScalarType.Float64)));
        var strengths = Repeated(() => rand([16, 1], ScalarType.Float32, CPU)).to(ScalarType.Float64).mul_(2).sub_(1).select(1, 0) * Width;

        var (zero, one) = (zeros_like(strengths), ones_like(strengths));
        Tensor[] expected = name == "stretch"
            ? [strengths.exp(), zero, zero, zero, (-strengths).exp(), zero, zero, zero, one]
            : [strengths.cosh(), strengths.sinh(), zero, strengths.sinh(), strengths.cosh(), zero, zero, zero, one];
        (maps.view(16, 9) - stack(expected, 1)).abs().max().ToDouble().Should().BeLessThan(1e-6);
    }

    [Fact]
    public void Strengths_are_uniform_and_independent()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        using var ranges = Ranges(2, "rotation", "translation x");
        const int count = 40_000;
        var maps = ranges.Maps(zeros(count, 1, 1, 1, ScalarType.Float64)).detach();
        var angles = atan2(maps.select(1, 1).select(1, 0), maps.select(1, 0).select(1, 0)) / 2;

        var places = ((angles + 1) * 10).clamp(0, 19).to(ScalarType.Int64).data<long>().ToArray();
        TransformationSpaceTests.ChiSquare(places, 0, 20).Should().BeLessThan(50.8, "19 degrees of freedom, one in 10,000");
        // exp of a turn and a move takes the origin by sin(a) / a of the move to the side.
        var moves = (maps.select(1, 0).select(1, 2) / (angles * 2).sin() * (angles * 2) / 2).data<double>().ToArray();
        TransformationSpaceTests.ChiSquare([.. moves.Select(move => (long)Math.Clamp((move + 1) * 10, 0, 19))], 0, 20).Should().BeLessThan(50.8);
        var correlation = angles.data<double>().ToArray().Zip(moves).Average(pair => pair.First * pair.Second) * 3;
        correlation.Should().BeApproximately(0, 4 / Math.Sqrt(count));
    }

    [Fact]
    public void Gradient_of_a_loss_in_the_widths_is_its_slope()
    {
        using var scope = NewDisposeScope();
        using var ranges = Ranges(0.3, [.. AffineGenerator.All.Select(generator => generator.Name)]);
        manual_seed(1);
        var (images, weights) = (rand([6, 2, 7, 9], ScalarType.Float64), randn([6, 2, 7, 9], ScalarType.Float64));
        var widths = ranges.parameters().Single();

        Loss().backward();

        var gradient = widths.grad!.ToDoubles();
        for (var i = 0; i < gradient.Length; i++)
        {
            var slope = (Moved(i, 1e-6) - Moved(i, -1e-6)) / 2e-6;
            gradient[i].Should().BeApproximately(slope, 1e-5 * Math.Max(1, Math.Abs(slope)), AffineGenerator.All[i].Name);
            Math.Abs(slope).Should().BeGreaterThan(1e-3);
        }

        Tensor Loss() => Repeated(() => (ranges.call(images) * weights).sum());

        double Moved(int i, double by)
        {
            using var _ = no_grad();
            var step = zeros_like(widths);
            step[i] = by;
            widths.add_(step);
            var loss = Loss().ToDouble();
            widths.sub_(step);
            return loss;
        }
    }

    [Fact]
    public void Regularisation_is_minus_the_norm_and_pulls_along_the_widths()
    {
        using var scope = NewDisposeScope();
        using var ranges = Ranges(1, "rotation", "scale");
        var widths = ranges.parameters().Single();
        Set(ranges, 3, 4);

        var value = ranges.Regularization();
        value.backward();

        value.ToDouble().Should().BeApproximately(-0.05, 1e-12);
        widths.grad!.ToDoubles().ShouldBeCloseTo([-0.01 * 3 / 5, -0.01 * 4 / 5], 1e-12);
        widths.grad!.zero_();
        Set(ranges, 0, 0);
        ranges.Regularization().backward();
        widths.grad!.ToDoubles().Should().OnlyContain(component => component == 0, "it has no gradient there, and training may not end in NaN");
    }

    [Fact]
    public void Widths_of_either_sign_are_one_law()
    {
        using var ranges = Ranges(1, "rotation", "scale");
        Set(ranges, -0.5, 0.25);

        ranges.Widths().Should().Equal(new Dictionary<string, double> { ["rotation"] = 0.5, ["scale"] = 0.25 });
    }

    [Fact]
    public void State_is_the_widths_and_comes_back()
    {
        using LearnedRanges first = Ranges(0.7, "rotation", "shear"), second = Ranges(0.1, "rotation", "shear");

        first.state_dict().Keys.Should().Equal("widths");
        second.load_state_dict(first.state_dict());

        second.Widths().Should().Equal(first.Widths());
    }

    [Fact]
    public void A_call_leaves_its_result_alone()
    {
        using var ranges = new LearnedRanges();
        using var images = rand(3, 1, 6, 8);
        using var scope = NewDisposeScope();
        using (no_grad()) ranges.call(images);

        scope.DisposablesCount.Should().Be(1);
    }

    [Fact]
    public void Nonsense_is_refused_by_name()
    {
        FluentActions.Invoking(() => new LearnedRangesOptions { InitialWidth = 0 }).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*> 0*no gradient*");
        FluentActions.Invoking(() => new LearnedRangesOptions { Regularization = double.NaN }).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*>= 0*");
        FluentActions.Invoking(() => new LearnedRangesOptions { Generators = [] }).Should().Throw<ArgumentException>().WithMessage("*at least one*");
        FluentActions.Invoking(() => new LearnedRangesOptions { Generators = [AffineGenerator.Shear, AffineGenerator.Shear] }).Should().Throw<ArgumentException>().WithMessage("*shear, shear*each once*");
        using var ranges = new LearnedRanges();
        FluentActions.Invoking(() => ranges.call(zeros(3, 5, 5))).Should().Throw<ArgumentException>().WithMessage("*learned ranges*[3, 5, 5]*");
    }

    /// <summary>In double precision.</summary>
    private static LearnedRanges Ranges(double width, params IEnumerable<string> names)
    {
        var ranges = new LearnedRanges(new LearnedRangesOptions { InitialWidth = width, Generators = [.. names.Select(name => AffineGenerator.All.Single(generator => generator.Name == name))] });
        ranges.to(ScalarType.Float64);
        Set(ranges, [.. Enumerable.Repeat(width, ranges.Generators.Count)]); // 0.8 in single precision is another number
        return ranges;
    }

    private static void Set(LearnedRanges ranges, params double[] values)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        ranges.parameters().Single().copy_(tensor(values));
    }

    /// <summary>With the same random numbers each time.</summary>
    private static Tensor Repeated(Func<Tensor> draw)
    {
        manual_seed(4);
        return draw();
    }
}
