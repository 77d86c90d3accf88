using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>Which passes through the model move the running statistics of its normalisation layers.</summary>
public enum RunningStatistics
{
    /// <summary>Only the user's own pass over the clean images. With the multiplier at 0 training then is plain training, to the last bit.</summary>
    Clean,

    /// <summary>The clean pass and the one over the chosen transformations.</summary>
    CleanAndTransformed,

    /// <summary>Those and the passes over proposals: as published. About two thirds of the statistics then come from transformed images, whatever the multiplier.</summary>
    All,
}

/// <summary>A model's buffers as they were, put back when disposed.</summary>
internal sealed class KeptBuffers : IDisposable
{
    private readonly List<(Tensor Live, Tensor Kept)> _buffers;

    private KeptBuffers(nn.Module model)
    {
        using var _ = no_grad();
        _buffers = [.. model.buffers().Select(buffer => (buffer, buffer.clone().DetachFromDisposeScope()))];
    }

    /// <summary>Null where nothing is to be kept.</summary>
    internal static KeptBuffers? Of(nn.Module model, bool keep) => keep ? new KeptBuffers(model) : null;

    public void Dispose()
    {
        using var _ = no_grad();
        foreach (var (live, kept) in _buffers)
        {
            live.copy_(kept);
            kept.Dispose();
        }
    }
}
