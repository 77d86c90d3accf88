namespace ConstrainedLearning.Schemes;

/// <summary>See <see cref="Scheme.AlternatingDualPrimal"/>.</summary>
internal sealed record AlternatingDualPrimalScheme : Scheme
{
    internal override SchemeRun Start(PrimalDual learner)
    {
        if (learner.Primal.ScalesLoss) SchemeRun.NeedsMovesBack(learner, "a dual-then-primal step in Float16");
        return new Run(learner);
    }

    private sealed class Run(PrimalDual learner) : SchemeRun(learner)
    {
        internal override bool Step(IBatch batch)
        {
            var measured = batch.Measure();
            // A step that overflows must leave the multipliers where they were, and they move before it is known.
            List<Action> back = Primal.ScalesLoss ? [.. measured.Constraints.Select(item => item.State.Remember(item.Measurement))] : [];
            PrimalDual.Advance(measured, DualPhase.Final);
            var usable = false;
            try
            {
                usable = batch.Backward(measured);
            }
            finally
            {
                if (!usable) back.ForEach(undo => undo());
            }
            if (!usable) return false;
            Learner.Note(measured);
            Primal.Step();
            return true;
        }
    }
}
