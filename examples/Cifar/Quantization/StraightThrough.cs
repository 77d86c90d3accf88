using Cifar.Results;
using Cifar.Training;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Quantization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Quantization;

/// <summary>Training through the rounding: the model is one of low precision from the start, and has no other.</summary>
/// <param name="model">Borrowed.</param>
/// <param name="precision">How its precision is called.</param>
/// <param name="layers">The layers with their grids, which are owned from now on.</param>
internal sealed class StraightThrough(Module<Tensor, Tensor> model, string precision, IReadOnlyList<LayerPrecision> layers) : IPrecisionMethod
{
    private readonly StraightThroughLayers _layers = new(layers);

    public IReadOnlyList<Constraint> Constraints => [];

    public IReadOnlyList<Parameter> Parameters => _layers.Parameters;

    public IReadOnlyDictionary<string, ICheckpointed> Also => new Dictionary<string, ICheckpointed> { ["grids"] = _layers };

    public double PassesPerStep => 1;

    public Evaluation Of(Tensor images, Tensor labels) => Evaluation.Of(functional.cross_entropy(model.call(images), labels));

    public void Finish(IEnumerable<Tensor> images)
    {
    }

    public IEnumerable<(string Name, PartResult Result)> Measure(ImageSet set) => [(precision, Evaluator.Measure(model, set))];

    public IEnumerable<(string Precision, IReadOnlyList<LayerPrecision> Layers, LowPrecisionTwin? Twin)> Precisions => [(precision, layers, null)];

    public void Dispose() => _layers.Dispose();
}
