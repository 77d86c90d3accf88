using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>An optimiser whose steps are counted, and seen coming.</summary>
/// <param name="inner">What moves the parameters; owned.</param>
internal sealed class WatchedOptimizer(optim.Optimizer inner) : optim.Optimizer(IntPtr.Zero)
{
    /// <summary>How many steps were taken.</summary>
    internal int Steps { get; private set; }

    /// <summary>Raised before a step moves the parameters.</summary>
    internal event Action? Stepping;

    public override IEnumerable<optim.ILearningRateController> ParamGroups => inner.ParamGroups;

    public override void zero_grad() => inner.zero_grad();

    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Stepping?.Invoke();
        Steps++;
        return inner.step(closure);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
