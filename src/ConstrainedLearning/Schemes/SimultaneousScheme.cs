namespace ConstrainedLearning.Schemes;

/// <summary>See <see cref="Scheme.Simultaneous"/>.</summary>
internal sealed record SimultaneousScheme : Scheme
{
    internal override SchemeRun Start(PrimalDual learner) => new Run(learner);

    private sealed class Run(PrimalDual learner) : SchemeRun(learner)
    {
        internal override bool Step(IBatch batch)
        {
            if (!batch.MeasureAndBackward(out var measured)) return false;
            PrimalDual.Advance(measured, DualPhase.Final);
            Learner.Note(measured);
            Primal.Step();
            return true;
        }
    }
}
