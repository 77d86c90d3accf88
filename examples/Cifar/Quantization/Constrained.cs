using Cifar.Results;
using Cifar.Training;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Quantization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Quantization;

/// <summary>Training at full precision under bounds on the distance of the model from itself at one precision or at several.</summary>
/// <param name="model">Borrowed.</param>
/// <param name="precisions">The bounds at each precision, by name. Owned.</param>
internal sealed class Constrained(Module<Tensor, Tensor> model, IReadOnlyList<(string Precision, PrecisionConstraint Bounds)> precisions) : IPrecisionMethod
{
    public IReadOnlyList<Constraint> Constraints => [.. precisions.SelectMany(pair => pair.Bounds.Constraints)];

    public IReadOnlyList<Parameter> Parameters => [.. precisions.SelectMany(pair => pair.Bounds.Twin.Parameters)];

    public IReadOnlyDictionary<string, ICheckpointed> Also => precisions.ToDictionary(pair => pair.Precision, ICheckpointed (pair) => pair.Bounds);

    public double PassesPerStep => 1 + precisions.Sum(pair => pair.Bounds.ExtraPasses);

    public Evaluation Of(Tensor images, Tensor labels)
    {
        Tensor Forward() => model.call(images);
        Tensor Loss(Tensor scores) => functional.cross_entropy(scores, labels);
        var output = precisions[0].Bounds.Twin.HighPrecision(Forward);
        return precisions.Aggregate(Evaluation.Of(Loss(output)), (evaluation, pair) => evaluation.With(pair.Bounds, output, Forward, Loss));
    }

    public void Finish(IEnumerable<Tensor> images)
    {
    }

    public IEnumerable<(string Name, PartResult Result)> Measure(ImageSet set) =>
    [
        (IPrecisionMethod.Full, Evaluator.Measure(model, images => precisions[0].Bounds.Twin.HighPrecision(() => model.call(images)), set)),
        .. precisions.Select(pair => (pair.Precision, Evaluator.Measure(model, images => pair.Bounds.Twin.Run(() => model.call(images)), set))),
    ];

    public IEnumerable<(string Precision, IReadOnlyList<LayerPrecision> Layers, LowPrecisionTwin? Twin)> Precisions =>
        precisions.Select(pair => (pair.Precision, pair.Bounds.Twin.Layers, (LowPrecisionTwin?)pair.Bounds.Twin));

    public void Dispose()
    {
        foreach (var (_, bounds) in precisions) bounds.Dispose();
    }
}
