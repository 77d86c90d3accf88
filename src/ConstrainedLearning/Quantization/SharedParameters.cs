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

    /// <summary>While it lives, they are constants for the gradient.</summary>
    internal IDisposable Hold() => new Region([.. _parameters.Where(parameter => parameter.requires_grad)]);

    private sealed class Region : IDisposable
    {
        private readonly Parameter[] _held;

        internal Region(Parameter[] held)
        {
            _held = held;
            foreach (var parameter in held) parameter.requires_grad = false;
        }

        public void Dispose()
        {
            foreach (var parameter in _held) parameter.requires_grad = true;
        }
    }
}
