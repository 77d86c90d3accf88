using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>Multipliers that a network computes from features; its parameters are the dual variables and move by the network's own optimiser.</summary>
internal sealed class NetworkDuals : DualState
{
    private readonly MultiplierNetwork _network;
    private readonly Formulation _formulation;
    private readonly Tensor _multiplier, _value;

    internal NetworkDuals(Constraint constraint, Formulation formulation, Device device, ScalarType dtype) : base(constraint, device, dtype)
    {
        if (formulation.DefaultPenalty is not null) throw new ArgumentException($"constraint '{constraint.Name}': a network gives multipliers for the Lagrangian; use Formulation.Lagrangian");
        if (constraint.Relaxation is not null) throw new ArgumentException($"constraint '{constraint.Name}': slacks are kept per component, and a network's constraint has none of its own; relax a per-sample constraint instead");
        if (constraint.DualUpdate is not null || constraint.Scale is not null)
            throw new ArgumentException($"constraint '{constraint.Name}': a network's multipliers move by the network's optimiser; a dual update or a scale of the constraint has no effect, so none may be given");
        (_network, _formulation) = (constraint.Network!, formulation);
        _multiplier = Keep(full([1], double.NaN, dtype: dtype, device: device));
        _value = Keep(full([1], double.NaN, dtype: dtype, device: device));
    }

    public override Tensor Multiplier => _multiplier;

    public override Tensor? Slack => null;

    public override Tensor Value => _value;

    internal override string Rule => nameof(MultiplierNetwork);

    internal override int TraceWidth => 1;

    internal override Tensor Force(Measurement measurement)
    {
        using var _ = no_grad();
        return _network.Multipliers(measurement.Features!, Constraint.Sense);
    }

    internal override Tensor PrimalTerm(Measurement measurement) => _formulation.Value(Force(measurement), null, ExcessOf(measurement), Constraint.Sense).mean();

    internal override Tensor ExcessOf(Measurement measurement) => Violation(Flat(measurement.Values.detach()), Bound);

    internal override void Advance(Measurement measurement, DualPhase phase)
    {
        if (phase == DualPhase.Undo) return;
        _value.copy_(measurement.Strict.mean());
        if (phase == DualPhase.Watch || Constraint.Contribution == Contribution.PrimalOnly) return;
        using var _ = enable_grad();
        _network.Optimizer.zero_grad();
        var multipliers = _network.Multipliers(measurement.Features!, Constraint.Sense);
        var ascent = (multipliers * Violation(measurement.Strict, Bound)).mean();
        ascent.neg().backward();
        _network.Optimizer.step();
        _multiplier.copy_(multipliers.detach().mean());
    }

    internal override void Observe(List<Tensor> parts) => parts.AddRange([_multiplier, zeros_like(_multiplier), _value]);

    internal override IEnumerable<(string Name, Tensor Value)> Saved()
    {
        yield return ("multiplier", _multiplier);
        yield return ("value", _value);
        foreach (var (name, value) in _network.Network.state_dict()) yield return ("network/" + name, value);
    }

    public override void Dispose()
    {
        _multiplier.Dispose();
        _value.Dispose();
        base.Dispose();
    }
}
