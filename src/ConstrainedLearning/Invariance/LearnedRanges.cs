using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>
/// Augmentation whose ranges are learned with the model, by gradient (Augerino): each image under a map of its own, exp(sum_i w_i e_i G_i) with e_i uniform on [-1, 1]. The loss of the maps
/// descends together with -regularisation ||w||: a width grows as long as that is cheap.
/// </summary>
/// <remarks>
/// Images [n, channels, height, width], Float32 or Float64, of any values, to the same shape: bilinear, with 0 outside; differentiable in images and widths. The result is in the caller's
/// dispose scope. It draws in training and in evaluation alike, by torch's generator on the CPU: the same maps on every device, and a checkpoint continues them; nothing waits for the device.
/// The law of the maps is even in each w, which therefore is free and its width |w|. Its state is the one parameter <c>widths</c>. Leave that out of weight decay; its published learning rate is 0.005.
/// Reference: Benton, Finzi, Izmailov, Wilson, "Learning Invariances in Neural Networks", NeurIPS 2020, arXiv 2010.11882.
/// </remarks>
/// <example><code>
/// using var ranges = new LearnedRanges();
/// using var model = new AveragedPrediction(ranges, classifier);
/// var optimizer = optim.Adam([new Adam.ParamGroup(classifier.parameters(), lr: 1e-3, weight_decay: 1e-4), new Adam.ParamGroup(ranges.parameters(), lr: LearnedRanges.PublishedLearningRate)]);
/// using var learner = new PrimalDual(model, optimizer, [], DualUpdate.Ascent(1e-3));
/// learner.Step(() => Evaluation.Of(functional.cross_entropy(model.call(images), labels) + ranges.Regularization()));
/// </code></example>
public sealed class LearnedRanges : nn.Module<Tensor, Tensor>
{
    /// <summary>Of the widths, whatever the model's: 0.005.</summary>
    public const double PublishedLearningRate = 0.005;

    private readonly LearnedRangesOptions _options;
    private readonly Parameter widths;
    private readonly Tensor generators;

    /// <param name="options">Which families, where widths start, and their reward; null (the default): all six, as published.</param>
    public LearnedRanges(LearnedRangesOptions? options = null) : base(nameof(LearnedRanges))
    {
        using var scope = NewDisposeScope();
        _options = options ?? new();
        widths = new Parameter(full([Generators.Count], _options.InitialWidth, ScalarType.Float32));
        widths.DetachFromDisposeScope();
        generators = tensor(Generators.SelectMany(generator => generator.Matrix).ToArray(), [Generators.Count, 3, 3]).DetachFromDisposeScope();
        register_buffer(nameof(generators), generators, persistent: false);
        RegisterComponents();
    }

    /// <summary>The families, in the order of the state's widths.</summary>
    public IReadOnlyList<AffineGenerator> Generators => _options.Generators;

    /// <summary>The learned width |w| of each family, by its name, in the generator's unit. Waits for the device.</summary>
    public IReadOnlyDictionary<string, double> Widths()
    {
        using var scope = NewDisposeScope();
        var values = widths.detach().abs().to(ScalarType.Float64).cpu().data<double>().ToArray();
        return Generators.Zip(values).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }

    /// <summary>-regularisation ||w||_2, to be added to the loss: a scalar with gradient, in the caller's dispose scope.</summary>
    public Tensor Regularization()
    {
        using var norm = linalg.vector_norm(widths);
        return norm * -_options.Regularization;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ImageCheck.Images("learned ranges", input);
        using var scope = NewDisposeScope();
        return AffineGrid.Sample(input, Maps(input).narrow(1, 0, 2)).MoveToOuterDisposeScope();
    }

    /// <summary>A drawn map for each image, [n, 3, 3], in coordinates that run from -1 to 1 both across and down.</summary>
    internal Tensor Maps(Tensor images)
    {
        using var scope = NewDisposeScope();
        var random = Upload.To(images.device, rand([images.size(0), Generators.Count], ScalarType.Float32, CPU).mul_(2).sub_(1));
        var strengths = random.to(widths.dtype) * widths;
        var (height, width) = (images.size(2), images.size(3));
        var directions = height == width ? generators : generators * Upload.To(images.device, Squeezed((float)height / width));
        return MatrixExponential.Of((strengths.view(-1, Generators.Count, 1, 1) * directions).sum([1])).MoveToOuterDisposeScope();
    }

    // What turns S^-1 M S into M, element by element, with S = diag(1, aspect, 1): y in half-heights to y in half-widths.
    private static Tensor Squeezed(float aspect) => tensor([1, aspect, 1, 1 / aspect, 1, 1 / aspect, 1, aspect, 1], [3, 3]);
}
