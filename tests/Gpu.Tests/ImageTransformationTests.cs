using ConstrainedLearning.Invariance;
using TorchSharp;
using static TorchSharp.torch;

namespace Gpu.Tests;

[Trait("Category", "GPU")]
public sealed class ImageTransformationTests
{
    internal static TransformationSpace Training { get; } = TransformationSpace.TrivialAugment.Then(
        Transformation.Crop(4), Transformation.HorizontalFlip, Transformation.Normalize([0.49, 0.48, 0.45], [0.2, 0.2, 0.2]), Transformation.Cutout(8));

    [GpuFact]
    public void Operations_on_pixels_equal_those_of_the_cpu()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var images = randint(256, [512, 3, 32, 32], dtype: float32);

        Difference(TransformationSpace.TrivialAugment, images).Should().Be(0);
    }

    [GpuFact]
    public void Base_augmentation_and_continuous_families_agree_with_the_cpu()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var images = randint(256, [128, 3, 32, 32], dtype: float32);

        Difference(Training, images).Should().BeLessThan(1e-5);
        foreach (var family in new[] { TransformationSpace.Rotation(180), TransformationSpace.Translation(0.25), TransformationSpace.Scale(1.5) })
            Difference(family, images).Should().BeLessThan(0.05, "of values up to 255, read between pixels in single precision");
    }

    [GpuFact]
    public void Learned_ranges_draw_the_maps_of_the_cpu_and_get_its_gradients()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var images = randint(256, [64, 3, 32, 24], dtype: float32);
        var weights = randn_like(images);

        var (here, there) = (Mapped(CPU), Mapped(Target.Device));

        (here.Images - there.Images).abs().max().ToSingle().Should().BeLessThan(0.05f, "of values up to 255, read between pixels in single precision");
        ((here.Gradient - there.Gradient).norm() / here.Gradient.norm()).ToSingle().Should().BeLessThan(1e-2f, "a place that rounding moves over a pixel's centre has another slope");

        (Tensor Images, Tensor Gradient) Mapped(Device device)
        {
            manual_seed(2);
            var ranges = new LearnedRanges(new LearnedRangesOptions { InitialWidth = 0.3 }).to(device);
            var mapped = ranges.call(images.to(device));
            (mapped * weights.to(device)).sum().backward();
            return (mapped.detach().cpu(), ranges.parameters().Single().grad!.cpu());
        }
    }

    /// <summary>Between the two devices, with the same draw.</summary>
    private static double Difference(TransformationSpace space, Tensor images)
    {
        manual_seed(2);
        var here = space.Apply(images, space.Draw((int)images.size(0)));
        manual_seed(2);
        var there = space.Apply(images.to(Target.Device), space.Draw((int)images.size(0), Target.Device));
        return (here - there.cpu()).abs().max().ToSingle();
    }
}
