using static TorchSharp.torch;

namespace ConstrainedLearning.Schemes;

/// <summary>A batch that is evaluated in one piece.</summary>
internal sealed class WholeBatch(PrimalDual learner, Func<Evaluation> evaluate) : IBatch
{
    public Measured Measure()
    {
        learner.Primal.ZeroGradients();
        return learner.Measure(evaluate);
    }

    public Measured MeasureAgain()
    {
        using var _ = no_grad();
        return learner.Measure(evaluate);
    }

    public bool Backward(Measured measured)
    {
        learner.Primal.Backward(measured);
        return learner.Primal.GradientsAreUsable(measured, learner.StepCount + 1);
    }

    public bool MeasureAndBackward(out Measured measured)
    {
        measured = Measure();
        return Backward(measured);
    }
}
