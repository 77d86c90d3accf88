using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Rankings;

/// <summary>A model with some of a problem's layers at low precision and the others at full precision, calibrated. The model must be in evaluation.</summary>
internal sealed class PartialTwin : IDisposable
{
    private readonly LowPrecisionTwin? _low, _high;

    internal PartialTwin(RankingProblem problem, Func<LayerPrecision, bool> isLow)
    {
        _low = Of(problem, isLow);
        _high = Of(problem, layer => !isLow(layer));
        _low?.Calibrate(problem.Calibration.Select(pass => (Func<Tensor>)(() => High(pass))));
    }

    /// <summary>A pass without gradient.</summary>
    internal Tensor Run(Func<Tensor> pass)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return (_low is null ? High(pass) : _low.Run(() => High(pass))).MoveToOuterDisposeScope();
    }

    /// <summary>A pass that measures the layers at low precision, of which there is one at least.</summary>
    internal TwinPass Measure(Func<Tensor> pass) => _low!.Measure(() => High(pass));

    public void Dispose()
    {
        _low?.Dispose();
        _high?.Dispose();
    }

    private Tensor High(Func<Tensor> pass) => _high is null ? pass() : _high.HighPrecision(pass);

    private static LowPrecisionTwin? Of(RankingProblem problem, Func<LayerPrecision, bool> which) =>
        problem.Layers.Where(which).ToArray() is { Length: > 0 } layers ? new LowPrecisionTwin(problem.Model, layers) : null;
}
