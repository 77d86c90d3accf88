using ConstrainedLearning.Invariance;
using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace Gpu.Tests.Synchronizations;

[Trait("Category", "GPU")]
public sealed class SynchronizationTests
{
    [GpuFact]
    public void Reading_a_number_is_counted()
    {
        using var number = ones([], device: Target.Device);

        Count(() => number.ToDouble()).Should().BePositive("a count that sees nothing would prove nothing");
    }

    [GpuFact]
    public void A_constrained_step_waits_for_the_device_not_once()
    {
        using var training = new ConstrainedTraining(Target.Device);
        training.Run(10);

        Count(() => training.Run(20)).Should().Be(0);
    }

    [GpuFact]
    public void Drawing_and_applying_transformations_waits_for_the_device_not_once()
    {
        using var scope = NewDisposeScope();
        var space = ImageTransformationTests.Training.Then(TransformationSpace.Rotation(180)).Then(TransformationSpace.Translation(0.2)).Then(TransformationSpace.Scale(1));
        var images = randint(256, [128, 3, 32, 32], dtype: float32, device: Target.Device);
        for (var i = 0; i < 5; i++) Augment();

        Count(Augment).Should().Be(0);

        void Augment()
        {
            using var step = NewDisposeScope();
            var draw = space.Draw(128, Target.Device);
            space.Apply(images, draw);
            space.Apply(images, draw.Where(draw.Coordinates.select(1, 0).select(1, 0).lt(0), space.Draw(128, Target.Device)));
            draw.Levels();
            space.DrawNear(images, space.Draw(images), 0.2);
        }
    }

    [GpuFact]
    public void Learning_ranges_waits_for_the_device_not_once()
    {
        using var scope = NewDisposeScope();
        var images = rand([128, 3, 32, 24], device: Target.Device);
        using var ranges = new LearnedRanges().to(Target.Device);
        using var optimizer = optim.Adam(ranges.parameters(), LearnedRanges.PublishedLearningRate);
        for (var i = 0; i < 5; i++) Learn();

        Count(Learn).Should().Be(0);

        void Learn()
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            (ranges.call(images).square().mean() + ranges.Regularization()).backward();
            optimizer.step();
        }
    }

    private static long Count(Action work)
    {
        cuda.synchronize();
        NativeError.Check(NativeMethods.td_watch_synchronizations(1));
        try
        {
            work();
            return NativeMethods.td_synchronizations();
        }
        finally
        {
            NativeError.Check(NativeMethods.td_watch_synchronizations(0));
        }
    }
}
