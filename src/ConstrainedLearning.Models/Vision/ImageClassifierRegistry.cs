using ConstrainedLearning.Models.Basic;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Vision;

/// <summary>
/// The image classifiers by name. To add one, write its file, with its <see cref="ImageClassifierEntry"/> in it, and name that entry here.
/// The list is explicit: nothing is searched by reflection, so trimming keeps what is used.
/// </summary>
public static class ImageClassifierRegistry
{
    private const int MlpWidth = 1000;

    /// <summary>All entries.</summary>
    public static IReadOnlyList<ImageClassifierEntry> All { get; } =
    [
        new("mlp", $"fully connected, one hidden layer of {MlpWidth:N0} units, tanh",
            shape => new Mlp(static x => x.tanh_(), shape.Channels * shape.Height * shape.Width, MlpWidth, shape.Classes)),
        LeNet.Entry, ResNet20.Entry, PreActivationResNet20.Thin, PreActivationResNet20.Rectified, PreActivationResNet20.Published, WideResNet.Entry40x2, WideResNet.Entry28x10,
    ];

    /// <summary>The entry called <paramref name="name"/>, whatever the case.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest and lists all.</exception>
    public static ImageClassifierEntry Find(string name) =>
        All.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"there is no image model \"{name}\"{NearestName.Hint(name, [.. All.Select(entry => entry.Name)])}");

    /// <summary>Makes the model called <paramref name="name"/>, initialised from torch's random numbers; the caller disposes it.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="shape">Sizes that the data decides.</param>
    /// <exception cref="ArgumentException">Unknown model, or one that does not take images of this size.</exception>
    public static nn.Module<Tensor, Tensor> Create(string name, ImageShape shape) => Find(name).Create(shape);
}
