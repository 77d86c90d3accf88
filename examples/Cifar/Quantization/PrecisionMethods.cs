using ConstrainedLearning.Quantization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Quantization;

/// <summary>Makes the method that the options name.</summary>
internal static class PrecisionMethods
{
    private const string Plan = "plan";

    /// <param name="options">Which.</param>
    /// <param name="model">What takes images. Borrowed.</param>
    /// <param name="classifier">The network in it, on its device. Borrowed.</param>
    /// <param name="grids">The layers and their grids.</param>
    internal static IPrecisionMethod Create(QuantizeOptions options, Module<Tensor, Tensor> model, Module classifier, Grids grids)
    {
        (string Name, int Bits)[] precisions = !grids.HasPlan ? [.. options.Bits.Select(bits => (Named(bits), bits))] : [(Plan, options.Bits[0])];
        return options.Method switch
        {
            QuantizeOptions.PostTraining => new PostTraining(model, [.. precisions.Select(precision => (precision.Name, new LowPrecisionTwin(classifier, grids.At(precision.Bits))))]),
            QuantizeOptions.Constrained => new Constrained(model, [.. precisions.Select(precision => (precision.Name, new PrecisionConstraint(precision.Name, classifier, grids.At(precision.Bits), options.Bounds).As(options.Eased)))]),
            _ => new StraightThrough(model, precisions[0].Name, grids.ForStraightThrough(precisions[0].Bits)),
        };
    }

    internal static string Named(int bits) => FormattableString.Invariant($"{bits}-bit");
}
