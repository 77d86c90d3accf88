using ConstrainedLearning.Invariance;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Invariance;

public sealed class TransformationSpaceTests
{
    private static readonly TransformationSpace Training = TransformationSpace.Wide.Then(
        Transformation.Crop(4), Transformation.HorizontalFlip, Transformation.Normalize([0.49, 0.48, 0.45], [0.2, 0.2, 0.2]), Transformation.Cutout(8));

    [Fact]
    public void Draw_is_uniform_over_operations_levels_and_signs()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        const int count = 60_000;
        using var draw = TransformationSpace.RandAugment.Draw(count);
        var (operations, levels) = (Column(draw.Operations), Column(draw.Levels()));
        // Quantiles of chi-square at 1 - 1e-4 for 12, 29 and 1 degrees of freedom; what is drawn is decided by the seed.
        ChiSquare(operations, 0, 13).Should().BeLessThan(39.1);
        ChiSquare(levels, 1, 30).Should().BeLessThan(66.2);
        ChiSquare(Column(draw.Coordinates.select(2, 0).lt(0).to(ScalarType.Int64)), 0, 2).Should().BeLessThan(15.2);
        ChiSquare([.. operations.Zip(levels, (operation, level) => operation * 30 + level - 1)], 0, 13 * 30).Should().BeLessThan(500, "operation and level are independent");
        ChiSquare([.. Column(TransformationSpace.TrivialAugment.Draw(count).Levels())], 0, 31).Should().BeLessThan(67.6);
        ChiSquare([.. Column(TransformationSpace.TrivialAugment.Draw(count).Operations)], 0, 14).Should().BeLessThan(40.9);
    }

    [Fact]
    public void Parameters_of_the_base_augmentation_are_uniform()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        const int count = 20_000;
        var image = arange(25, ScalarType.Float32).view(1, 1, 5, 5).expand(count, 1, 5, 5) + 1;
        Check(Transformation.Crop(2), moved => moved[TensorIndex.Colon, 0, 2, 2] - 1, 25);
        Check(Transformation.HorizontalFlip, flipped => flipped[TensorIndex.Colon, 0, 0, 0].ne(1), 2);
        // A square of one pixel: its place is the centre.
        Check(Transformation.Cutout(1), cut => cut.view(count, 25).argmin(1), 25);

        void Check(Transformation transformation, Func<Tensor, Tensor> outcome, int outcomes)
        {
            var space = TransformationSpace.OneOf(transformation);
            ChiSquare(Column(outcome(space.Apply(image, space.Draw(count))).to(ScalarType.Int64).unsqueeze(1)), 0, outcomes).Should().BeLessThan(60, transformation.Name);
        }
    }

    [Fact]
    public void Draw_repeats_with_the_seed_and_goes_on_from_a_state()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var first = Training.Draw(30);
        var state = get_rng_state();
        var second = Training.Draw(30);
        manual_seed(4);
        Same(Training.Draw(30), first).Should().BeTrue();
        set_rng_state(state);
        Same(Training.Draw(30), second).Should().BeTrue();
        Same(first, second).Should().BeFalse();
    }

    [Fact]
    public void Apply_treats_each_image_as_if_it_were_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var images = randint(256, [40, 3, 16, 16], dtype: ScalarType.Float32);
        var before = images.clone();
        var draw = Training.Draw(40);
        var together = Training.Apply(images, draw);
        images.Equals(before).Should().BeTrue("images are borrowed");
        for (var i = 0; i < 40; i++)
            Largest(Training.Apply(images.narrow(0, i, 1), draw.Part(i, 1)) - together.narrow(0, i, 1)).Should().BeLessThan(1e-5, $"image {i}");

        var rows = tensor(new long[] { 7, 3, 39, 3 });
        Largest(Training.Apply(images.index_select(0, rows), draw.Rows(rows)) - together.index_select(0, rows)).Should().BeLessThan(1e-5);
        var part = draw.Part(10, 20);
        Largest(Training.Apply(images.narrow(0, 10, 20), part) - together.narrow(0, 10, 20)).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Apply_takes_the_steps_in_order()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var space = TransformationSpace.InOrder(Transformation.Posterize(2), Transformation.Solarize(), Transformation.HorizontalFlip).AtLevel(20);
        var images = randint(256, [20, 1, 6, 6], dtype: ScalarType.Float32);
        var draw = space.Draw(20);
        var flips = draw.Coordinates.select(1, 2).select(1, 0).abs().ge(0.5).to(ScalarType.Float32);
        var expected = Transformation.HorizontalFlip.Apply(Transformation.Solarize().Apply(Transformation.Posterize(2).Apply(images, full([20], 4f)), full([20], 86f)), flips);
        space.Apply(images, draw).Equals(expected).Should().BeTrue();
        draw.Levels().eq(20).all().ToBoolean().Should().BeTrue();
    }

    [Fact]
    public void RandAugment_of_n_operations_at_magnitude_m_draws_n_times_at_that_level()
    {
        using var scope = NewDisposeScope();
        var draw = TransformationSpace.RandAugment.Including(Transformation.Identity).AtLevel(9).Repeated(3).Draw(5000);
        draw.Levels().eq(9).all().ToBoolean().Should().BeTrue();
        draw.Operations.shape.Should().Equal(5000, 3);
        for (var step = 0; step < 3; step++) ChiSquare(Column(draw.Operations.narrow(1, step, 1)), 0, 14).Should().BeLessThan(40.9);
        draw.Operations.select(1, 0).eq(draw.Operations.select(1, 1)).to(ScalarType.Float32).mean().ToDouble().Should().BeApproximately(1 / 14.0, 0.02, "the draws are independent");
    }

    [Fact]
    public void Where_mixes_draws_row_by_row()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var images = randint(256, [40, 3, 16, 16], dtype: ScalarType.Float32);
        var (one, other, mask) = (Training.Draw(40), Training.Draw(40), rand(40).lt(0.5));
        var expected = where(mask.view(-1, 1, 1, 1), Training.Apply(images, one), Training.Apply(images, other));
        Largest(Training.Apply(images, one.Where(mask, other)) - expected).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Operations_that_the_host_does_not_know_are_applied_all_the_same()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (images, draw, choice) = (randint(256, [60, 3, 16, 16], dtype: ScalarType.Float32), TransformationSpace.TrivialAugment.Draw(60), TransformationSpace.TrivialAugment.Choices[0]);
        var result = choice.Apply(images, draw.Operations.select(1, 0), draw.Coordinates.select(1, 0), known: null);
        result.Equals(TransformationSpace.TrivialAugment.Apply(images, draw)).Should().BeTrue();
    }

    [Fact]
    public void An_identity_gives_a_tensor_of_its_own()
    {
        using var scope = NewDisposeScope();
        var space = TransformationSpace.OneOf(Transformation.Identity);
        var images = ones(3, 1, 2, 2);
        space.Apply(images, space.Draw(3)).fill_(5);
        Transformation.Identity.Apply(images).fill_(5);
        images.eq(1).all().ToBoolean().Should().BeTrue();
    }

    [Fact]
    public void Apply_leaves_nothing_behind_but_its_result()
    {
        using var scope = NewDisposeScope();
        var images = zeros(20, 3, 8, 8);
        var before = scope.DisposablesCount;
        var draw = Training.Draw(20);
        var result = Training.Apply(images, draw);
        (scope.DisposablesCount - before).Should().Be(3, "a draw has two tensors");
        draw.Dispose();
        result.Dispose();
    }

    public static TheoryData<Action, string> Hostile() => new()
    {
        { () => TransformationSpace.OneOf(), "*at least one operation*" },
        { () => TransformationSpace.InOrder(), "*at least one operation*" },
        { () => Training.Draw(0), "*count*" },
        { () => Training.FromLevel(31), "*0 to 30*" },
        { () => Training.AtLevel(-1), "*0 to 30*" },
        { () => Training.Repeated(0), "*times*" },
        { () => Training.Apply(zeros(4, 3, 8, 8), Training.Draw(5)), "*for 5 images, got 4*" },
        { () => Training.Apply(zeros(5, 3, 8, 8), TransformationSpace.Wide.Draw(5)), "*another space*" },
        { () => Training.Apply(zeros(5, 3, 8, 8, dtype: ScalarType.Byte), Training.Draw(5)), "*images are Byte, expected Float32*" },
        { () => Training.Apply(zeros(5, 192), Training.Draw(5)), "*expected [images, channels, height, width]*" },
        { () => Training.Apply(zeros(5, 2, 8, 8), Training.Draw(5)), "*channels, expected*" },
        { () => Training.Draw(5).Part(3, 3), "*images 3 to 5 of a draw for 5*" },
        { () => Training.Draw(5).Where(zeros(4, dtype: ScalarType.Bool), Training.Draw(5)), "*mask*shape [4], expected Bool of shape [5]*" },
        { () => Training.Draw(5).Where(zeros(5), Training.Draw(5)), "*mask is Float32*" },
        { () => Training.Draw(5).Where(zeros(5, dtype: ScalarType.Bool), Training.Draw(6)), "*for 5 and for 6 images*" },
        { () => Training.Draw(5).Where(zeros(5, dtype: ScalarType.Bool), TransformationSpace.Wide.Draw(5)), "*different spaces*" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Space_and_draw_refuse_what_does_not_fit(Action act, string message)
    {
        using var scope = NewDisposeScope();
        act.Should().Throw<ArgumentException>().WithMessage(message);
    }

    internal static double ChiSquare(IReadOnlyList<long> values, long lowest, int kinds)
    {
        var counts = new double[kinds];
        foreach (var value in values) counts[value - lowest]++;
        var expected = (double)values.Count / kinds;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }

    private static long[] Column(Tensor values) => values.select(1, 0).contiguous().data<long>().ToArray();

    private static bool Same(Draw one, Draw other) => one.Operations.Equals(other.Operations) && one.Coordinates.Equals(other.Coordinates);

    private static double Largest(Tensor difference) => difference.abs().max().ToDouble();
}
