using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>Any rule, given 2 e_k - e_{k-1} in place of e_k: the dual side of <see cref="Scheme.Optimistic"/>. The first step is given e_0.</summary>
internal sealed record ExtrapolatedUpdate : DualUpdate
{
    private readonly DualUpdate _rule;

    internal ExtrapolatedUpdate(DualUpdate rule)
    {
        _rule = rule;
        (Projection, Damping, WarmUp, Period, Schedule, RestartsWhenFeasible) = (rule.Projection, rule.Damping, rule.WarmUp, rule.Period, rule.Schedule, rule.RestartsWhenFeasible);
        Columns = [new StateColumn("previous excess", double.NaN), .. rule.Columns];
    }

    protected internal override IReadOnlyList<StateColumn> Columns { get; }

    protected internal override DualUpdate For(Constraint constraint) => new ExtrapolatedUpdate(_rule.For(constraint));

    protected internal override void Advance(DualStep step)
    {
        var previous = step.State[0];
        var change = where(previous.isnan(), zeros_like(previous), step.Excess - previous);
        previous.copy_(step.Excess);
        _rule.Advance(step with { State = [.. step.State.Skip(1)], Excess = step.Excess + change });
    }

    internal override string Kind => _rule.Kind;

    internal override void Project(Projection projection, Tensor multiplier) => _rule.Project(projection, multiplier);
}
