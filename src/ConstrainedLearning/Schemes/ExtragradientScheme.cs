using static TorchSharp.torch;

namespace ConstrainedLearning.Schemes;

/// <summary>See <see cref="Scheme.Extragradient"/>.</summary>
internal sealed record ExtragradientScheme : Scheme
{
    internal override SchemeRun Start(PrimalDual learner)
    {
        SchemeRun.NeedsMovesBack(learner, "the extragradient scheme");
        return new Run(learner);
    }

    private sealed class Run : SchemeRun
    {
        private readonly Tensor[] _parameters, _start;

        internal Run(PrimalDual learner) : base(learner)
        {
            using var _ = no_grad();
            _parameters = [.. learner.Model.parameters().Where(parameter => parameter.requires_grad)];
            _start = [.. _parameters.Select(parameter => parameter.detach().clone().DetachFromDisposeScope())];
        }

        internal override bool Step(IBatch batch)
        {
            if (!batch.MeasureAndBackward(out var measured)) return false;
            Copy(_parameters, _start);
            PrimalDual.Advance(measured, DualPhase.Trial);
            Primal.Step(PrimalMove.Trial);

            var usable = false;
            var half = measured;
            try
            {
                usable = batch.MeasureAndBackward(out half);
            }
            finally
            {
                // Also when the half point was not finite. The multipliers go first: a measured value that is a view of a parameter goes back with it.
                PrimalDual.Advance(usable ? half : measured, usable ? DualPhase.Final : DualPhase.Undo);
                Copy(_start, _parameters);
            }
            if (!usable) return false;
            Learner.Note(measured);
            Primal.Step();
            return true;
        }

        public override void Dispose()
        {
            foreach (var item in _start) item.Dispose();
            base.Dispose();
        }

        private static void Copy(Tensor[] from, Tensor[] to)
        {
            using var _ = no_grad();
            for (var i = 0; i < from.Length; i++) to[i].copy_(from[i]);
        }
    }
}
