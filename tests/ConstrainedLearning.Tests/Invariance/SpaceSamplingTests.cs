using ConstrainedLearning.Invariance;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Invariance;

/// <summary>Spaces as samplers use them.</summary>
public sealed class SpaceSamplingTests
{
    [Fact]
    public void What_was_done_to_images_can_be_done_again()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        foreach (var space in new[] { TransformationSpace.TrivialAugment, TransformationSpace.Rotation(180), TransformationSpace.Scale(1) })
        {
            var images = randint(256, [60, 3, 12, 12], dtype: ScalarType.Float32);
            var first = space.Draw(images);
            var again = space.Apply(images, first.Operations, first.Levels);
            again.Images.Equals(first.Images).Should().BeTrue(space.Operations[0]);
            again.Levels.Equals(first.Levels).Should().BeTrue();
        }
    }

    [Fact]
    public void Levels_are_negative_only_where_there_is_a_direction_and_0_without_a_magnitude()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var drawn = TransformationSpace.TrivialAugment.Draw(zeros(4000, 3, 4, 4));
        var operations = TransformationSpace.TrivialAugment.Steps[0];
        for (var i = 0; i < operations.Count; i++)
        {
            var levels = drawn.Levels[drawn.Operations.eq(i)].ToDoubles();
            levels.Should().OnlyContain(level => Math.Abs(level) <= 1);
            levels.Any(level => level < 0).Should().Be(operations[i].HasRandomSign, operations[i].Name);
            levels.Any(level => level != 0).Should().Be(operations[i].HasMagnitude, operations[i].Name);
        }
    }

    [Fact]
    public void A_walk_keeps_the_operation_now_and_then_takes_another_and_leaves_the_uniform_draw_uniform()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        const int count = 30_000;
        var space = TransformationSpace.OneOf(Transformation.ShearX(0.3), Transformation.Rotate(30), Transformation.TranslateY(10));
        var images = zeros(count, 1, 1, 1);
        var state = space.Draw(images);
        for (var step = 0; step < 4; step++)
        {
            var next = space.DrawNear(images, state, 0.3);
            var kept = next.Operations.eq(state.Operations);
            kept.to(ScalarType.Float64).mean().ToDouble().Should().BeApproximately(0.9 + 0.1 / 3, 0.01);
            // Reflection only shortens a move: of those that stay, a standard deviation of 0.3 at most.
            var move = (next.Levels - state.Levels)[kept].abs();
            move.lt(0.3).to(ScalarType.Float64).mean().ToDouble().Should().BeInRange(0.62, 0.75);
            state = next;
        }
        Uniform(state.Operations, 3).Should().BeLessThan(18.5);
        Uniform(((state.Levels + 1) * 10).clamp_max(19).to(ScalarType.Int64), 20).Should().BeLessThan(50.8);
    }

    [Fact]
    public void A_walk_refuses_a_part_that_is_none()
    {
        using var scope = NewDisposeScope();
        var space = TransformationSpace.Rotation(180);
        var images = zeros(2, 1, 4, 4);
        var last = space.Draw(images);
        var walk = () => space.DrawNear(images, last, double.NaN);
        walk.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*finite part > 0*");
    }

    [Fact]
    public void The_operation_is_that_of_the_step_with_a_choice()
    {
        using var scope = NewDisposeScope();
        var space = TransformationSpace.InOrder(Transformation.Crop(2), Transformation.HorizontalFlip).Then(TransformationSpace.Wide).Then(Transformation.Cutout(4));
        space.Operations.Should().Equal(TransformationSpace.Wide.Operations);
        var drawn = space.Draw(zeros(500, 3, 8, 8));
        drawn.Operations.max().ToInt64().Should().Be(12);
        scope.DisposablesCount.Should().BeLessThan(8, "a draw leaves only its three tensors");
    }

    private static double Uniform(Tensor values, int kinds) => TransformationSpaceTests.ChiSquare(values.data<long>().ToArray(), 0, kinds);
}
