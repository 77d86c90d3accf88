namespace ConstrainedLearning.Schemes;

/// <summary>See <see cref="Scheme.AlternatingDualPrimal"/>.</summary>
internal sealed record AlternatingDualPrimalScheme : Scheme
{
    internal override SchemeRun Start(PrimalDual learner)
    {
        if (learner.Primal.ScalesLoss) SchemeRun.NeedsTrialMoves(learner, "a dual-then-primal step in Float16");
        return new Run(learner);
    }

    private sealed class Run(PrimalDual learner) : SchemeRun(learner)
    {
        internal override bool Step(IBatch batch)
        {
            var measured = batch.Measure();
            // A step that overflows must leave the multipliers where they were, so they take a trial step first.
            if (Primal.ScalesLoss)
            {
                var usable = false;
                PrimalDual.Advance(measured, DualPhase.Trial);
                try
                {
                    usable = batch.Backward(measured);
                }
                finally
                {
                    PrimalDual.Advance(measured, DualPhase.Undo);
                }
                if (!usable) return false;
                PrimalDual.Advance(measured, DualPhase.Final);
            }
            else
            {
                PrimalDual.Advance(measured, DualPhase.Final);
                batch.Backward(measured);
            }
            Learner.Note(measured);
            Primal.Step();
            return true;
        }
    }
}
