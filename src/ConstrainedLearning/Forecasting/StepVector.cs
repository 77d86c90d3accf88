using static TorchSharp.torch;

namespace ConstrainedLearning.Forecasting;

/// <summary>One fixed number a step, copied once to where it is needed.</summary>
internal sealed class StepVector(double[] values)
{
    private Tensor? _tensor;

    internal double[] Values => values;

    /// <summary>The numbers beside per-step errors: the same device and element type; borrowed.</summary>
    internal Tensor Like(Tensor perStep)
    {
        if (_tensor is { } kept && kept.device.type == perStep.device.type && kept.device.index == perStep.device.index && kept.dtype == perStep.dtype) return kept;
        if (perStep.numel() != values.Length) throw new ArgumentException($"there are {values.Length} numbers for {perStep.numel()} steps; expected one a step", nameof(perStep));
        _tensor?.Dispose();
        return _tensor = tensor(values, dtype: perStep.dtype, device: perStep.device).DetachFromDisposeScope();
    }
}
