namespace ConstrainedLearning.Schemes;

/// <summary>See <see cref="Scheme.AlternatingPrimalDual"/>.</summary>
internal sealed record AlternatingPrimalDualScheme : Scheme
{
    internal override SchemeRun Start(PrimalDual learner) => new Run(learner);

    private sealed class Run(PrimalDual learner) : SchemeRun(learner)
    {
        internal override bool Step(IBatch batch)
        {
            if (!batch.MeasureAndBackward(out var measured)) return false;
            Learner.Note(measured);
            Primal.Step();
            var again = batch.MeasureAgain();
            if (Primal.CanMoveDuals(again)) PrimalDual.Advance(again, DualPhase.Final);
            return true;
        }
    }
}
