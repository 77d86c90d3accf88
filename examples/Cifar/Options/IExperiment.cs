using Cifar.Results;
using Cifar.Training;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;

namespace Cifar.Options;

/// <summary>All settings of one run.</summary>
internal interface IRunOptions
{
    /// <summary>Data, model, training.</summary>
    TrainingOptions Training { get; }

    /// <summary>A short name for progress lines and folders.</summary>
    string Label { get; }

    /// <summary>The symmetry that the data is given, for images of this size; null: the data as it is.</summary>
    SyntheticSymmetry? Symmetry(ImageShape shape);

    /// <summary>All settings as JSON.</summary>
    string ToJson();
}

/// <summary>What a command asks for that bounds the loss under transformations.</summary>
internal interface IExperiment : IRunOptions
{
    /// <summary>What is trained on and what is required.</summary>
    /// <param name="images">What is trained on; only its shape and its statistics are looked at.</param>
    Plan Plan(ImageSet images);

    /// <summary>The results with what was asked for.</summary>
    Summary Describe(Summary summary);
}
