namespace ConstrainedLearning.Schemes;

/// <summary>See <see cref="Scheme.PerEpoch"/>.</summary>
internal sealed record PerEpochScheme : Scheme
{
    internal override SchemeRun Start(PrimalDual learner) => new Run(learner);

    private sealed class Run(PrimalDual learner) : SchemeRun(learner)
    {
        internal override bool Step(IBatch batch)
        {
            if (!batch.MeasureAndBackward(out var measured)) return false;
            PrimalDual.Advance(measured, DualPhase.Watch);
            Learner.Note(measured);
            Primal.Step();
            return true;
        }
    }
}
