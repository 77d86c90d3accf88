using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>The parameters that a twin shares with its model and that its pass must not reach: all but the weights of the layers at low precision, whose grids make constants of them.</summary>
internal sealed class SharedParameters
{
    private readonly Parameter[] _parameters;

    internal SharedParameters(nn.Module model, IReadOnlyList<LayerPrecision> layers)
    {
        var weights = layers.Select(layer => layer.Site.Weight.Handle).ToHashSet();
        _parameters = [.. model.parameters().Where(parameter => !weights.Contains(parameter.Handle))];
    }

    /// <summary>While the result lives, they are constants for the gradient.</summary>
    internal IDisposable Hold()
    {
        Parameter[] held = [.. _parameters.Where(parameter => parameter.requires_grad)];
        foreach (var parameter in held) parameter.requires_grad = false;
        return new Region(() => Array.ForEach(held, parameter => parameter.requires_grad = true));
    }
}
