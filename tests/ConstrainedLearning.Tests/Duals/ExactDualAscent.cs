using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Duals;

/// <summary>Ascent of a price with the Lagrangian's exact minimiser at every step, which a function of the price gives: its loss and the value of the requirement.</summary>
internal sealed class ExactDualAscent : IDisposable
{
    private readonly Theta _unused = new(0);
    private readonly Constraint _bound;
    private readonly PrimalDual _learner;
    private readonly Func<double, (double Loss, double Value)> _minimum;

    internal ExactDualAscent(double bound, double rate, double start, Func<double, (double Loss, double Value)> minimum)
    {
        (_bound, _minimum) = (Constraint.AtMost("bound", bound).StartingAt(start), minimum);
        _learner = new PrimalDual(_unused, optim.SGD(_unused.parameters(), 0), [_bound], DualUpdate.Ascent(rate), scheme: Scheme.PerEpoch);
    }

    internal double Price => _learner.Multipliers[_bound].Multiplier.Only();

    internal void Step() => _learner.DualStep([() =>
    {
        var (loss, value) = _minimum(Price);
        return Evaluation.Of(tensor(loss)).With(_bound, tensor(value));
    }]);

    public void Dispose()
    {
        _learner.Dispose();
        _unused.Dispose();
    }
}
