using Cifar.Results;
using Cifar.Training;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Quantization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Quantization;

/// <summary>Plain training; at its end weights and inputs are rounded and the running statistics of normalisation taken anew. With grids that normalise weights, the model trained is the one with normalised weights.</summary>
/// <param name="model">Borrowed.</param>
/// <param name="twins">The model at each precision, by name. Owned.</param>
internal sealed class PostTraining(Module<Tensor, Tensor> model, IReadOnlyList<(string Precision, LowPrecisionTwin Twin)> twins) : IPrecisionMethod
{
    private bool _isReady;

    public IReadOnlyList<Constraint> Constraints => [];

    public IReadOnlyList<Parameter> Parameters => [];

    public IReadOnlyDictionary<string, ICheckpointed> Also => new Dictionary<string, ICheckpointed>();

    public double PassesPerStep => 1;

    public Evaluation Of(Tensor images, Tensor labels) => Evaluation.Of(functional.cross_entropy(twins[0].Twin.HighPrecision(() => model.call(images)), labels));

    public void Finish(IEnumerable<Tensor> images)
    {
        foreach (var (_, twin) in twins) twin.Calibrate(images.Select(batch => (Func<Tensor>)(() => model.call(batch))));
        _isReady = true;
    }

    public IEnumerable<(string Name, PartResult Result)> Measure(ImageSet set) =>
    [
        (IPrecisionMethod.Full, Evaluator.Measure(model, images => twins[0].Twin.HighPrecision(() => model.call(images)), set)),
        .. _isReady ? twins.Select(pair => (pair.Precision, Evaluator.Measure(model, images => pair.Twin.Run(() => model.call(images)), set))) : [],
    ];

    public IEnumerable<(string Precision, IReadOnlyList<LayerPrecision> Layers, LowPrecisionTwin? Twin)> Precisions => twins.Select(pair => (pair.Precision, pair.Twin.Layers, (LowPrecisionTwin?)pair.Twin));

    public void Dispose()
    {
        foreach (var (_, twin) in twins) twin.Dispose();
    }
}
