using ConstrainedLearning.Invariance;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks.Workloads;

/// <summary>128 pictures of 32 x 32, each under its own operation of TrivialAugment: drawn and applied.</summary>
internal sealed class ImageTransformations : IWorkload
{
    private const int Count = 128;
    private readonly TransformationSpace _space = TransformationSpace.TrivialAugment;
    private readonly Tensor _images;
    private readonly Action<Draw> _apply;

    private ImageTransformations(Device device, Func<ImageTransformations, Action<Draw>> apply)
    {
        manual_seed(0);
        _images = randint(256, [Count, 3, 32, 32], dtype: float32).to(device);
        _apply = apply(this);
    }

    /// <summary>The whole batch at once.</summary>
    internal static IWorkload Batch(Device device) => new ImageTransformations(device, self => draw => self._space.Apply(self._images, draw));

    /// <summary>The same operations, image by image.</summary>
    internal static IWorkload Single(Device device) => new ImageTransformations(device, self => draw =>
    {
        for (var i = 0; i < Count; i++)
        {
            using var scope = NewDisposeScope();
            self._space.Apply(self._images.narrow(0, i, 1), draw.Part(i, 1));
        }
    });

    public void Run(long times)
    {
        for (var i = 0L; i < times; i++)
        {
            using var scope = NewDisposeScope();
            _apply(_space.Draw(Count, _images.device));
        }
        if (_images.is_cuda) cuda.synchronize();
    }

    public void Dispose() => _images.Dispose();
}
