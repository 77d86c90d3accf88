using Cifar.Results;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Quantization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cifar.Quantization;

/// <summary>A way to a model of low precision.</summary>
internal interface IPrecisionMethod : IDisposable
{
    /// <summary>The name under which the model's own precision is measured; the others have those of <see cref="Precisions"/>.</summary>
    const string Full = "";

    /// <summary>Its requirements; none for the methods that have none.</summary>
    IReadOnlyList<Constraint> Constraints { get; }

    /// <summary>What is trained beside the model.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What a resumed run needs of it.</summary>
    IReadOnlyDictionary<string, ICheckpointed> Also { get; }

    /// <summary>What a step costs in forward-and-backward passes over a batch; one without gradient counts a third.</summary>
    double PassesPerStep { get; }

    /// <summary>Loss and requirements on a batch.</summary>
    Evaluation Of(Tensor images, Tensor labels);

    /// <summary>After the training: what running statistics need to be ready, with passes over training images.</summary>
    void Finish(IEnumerable<Tensor> images);

    /// <summary>Measures the model at each precision that it has, by <see cref="Full"/> and the names of <see cref="Precisions"/>.</summary>
    IEnumerable<(string Name, PartResult Result)> Measure(ImageSet set);

    /// <summary>The layers at each low precision, with their twin; null where the model itself is of that precision.</summary>
    IEnumerable<(string Precision, IReadOnlyList<LayerPrecision> Layers, LowPrecisionTwin? Twin)> Precisions { get; }
}
