using ConstrainedLearning.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning.Schemes;

/// <summary>See <see cref="Scheme.Optimistic"/>. The duals' part is <see cref="ExtrapolatedUpdate"/>.</summary>
internal sealed record OptimisticScheme : Scheme
{
    internal override DualUpdate Adapt(DualUpdate update) => new ExtrapolatedUpdate(update);

    internal override SchemeRun Start(PrimalDual learner) => new Run(learner);

    private sealed class Run : SchemeRun
    {
        private readonly (string Name, Tensor Parameter)[] _parameters;
        private readonly Tensor[] _previous;
        private readonly Tensor _begun;
        private bool _hasPrevious;

        internal Run(PrimalDual learner) : base(learner)
        {
            using var _ = no_grad();
            _parameters = [.. learner.Model.named_parameters().Where(item => item.parameter.requires_grad).Select(item => (item.name, (Tensor)item.parameter))];
            _previous = [.. _parameters.Select(item => zeros_like(item.Parameter).DetachFromDisposeScope())];
            _begun = zeros([], dtype: ScalarType.Int64).DetachFromDisposeScope();
        }

        internal override bool Step(IBatch batch)
        {
            if (!batch.MeasureAndBackward(out var measured)) return false;
            Extrapolate();
            PrimalDual.Advance(measured, DualPhase.Final);
            Learner.Note(measured);
            Primal.Step();
            return true;
        }

        internal override IEnumerable<(string Name, Tensor Value)> Saved()
        {
            _begun.fill_(_hasPrevious ? 1 : 0);
            return [("begun", _begun), .. _parameters.Zip(_previous, (item, previous) => ("gradient/" + item.Name, previous))];
        }

        internal override void Load(IReadOnlyDictionary<string, Tensor> saved)
        {
            base.Load(saved);
            _hasPrevious = _begun.ToInt64() != 0;
        }

        public override void Dispose()
        {
            foreach (var item in _previous) item.Dispose();
            _begun.Dispose();
            base.Dispose();
        }

        // g <- 2 g - g', g' <- g, without a third buffer: with d = g - g' they are g' + d + d and g' + d.
        private void Extrapolate()
        {
            using var _ = no_grad();
            for (var i = 0; i < _previous.Length; i++)
            {
                var gradient = _parameters[i].Parameter.grad;
                if (gradient is null) continue;
                if (_hasPrevious)
                {
                    gradient.sub_(_previous[i]);
                    _previous[i].add_(gradient);
                    gradient.add_(_previous[i]);
                }
                else
                {
                    _previous[i].copy_(gradient);
                }
            }
            _hasPrevious = true;
        }
    }
}
