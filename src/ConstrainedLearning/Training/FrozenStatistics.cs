using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>While it lives, a model's normalisation layers in training normalise by the batch as ever, and leave their running statistics alone.</summary>
/// <remarks>By a momentum of 0: putting values back afterwards would change tensors that a backward pass to come has kept.</remarks>
internal sealed class FrozenStatistics : IDisposable
{
    private readonly List<(NormBase Layer, double? Momentum, Tensor? Batches)> _layers;

    private FrozenStatistics(nn.Module model)
    {
        using var _ = no_grad();
        _layers = [.. model.modules().OfType<NormBase>().Where(layer => layer.track_running_stats && layer.training)
            .Select(layer => (layer, layer.momentum, layer.num_batches_tracked?.clone().DetachFromDisposeScope()))];
        foreach (var (layer, _, _) in _layers) layer.momentum = 0;
    }

    /// <summary>Null where nothing is to be frozen.</summary>
    internal static FrozenStatistics? Of(nn.Module model, bool freeze) => freeze ? new FrozenStatistics(model) : null;

    public void Dispose()
    {
        using var _ = no_grad();
        foreach (var (layer, momentum, batches) in _layers)
        {
            layer.momentum = momentum;
            if (batches is null) continue;
            layer.num_batches_tracked!.copy_(batches);
            batches.Dispose();
        }
    }
}
