using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>Multipliers that are numbers of their own, one row of state each: those of a vector constraint, or of every sample of a data set.</summary>
internal sealed class RowDuals : DualState
{
    private readonly DualUpdate _update;
    private readonly Formulation _formulation;
    private readonly Tensor _multiplier, _value, _counters;
    private readonly Tensor? _batchMultiplier, _batchSlack;
    private readonly Tensor[] _ruleState;
    private readonly SlackRows? _slacks;
    private readonly PenaltyRows? _penalties;
    private readonly ViolationUnit? _unit;
    private readonly PeriodMean? _period;
    private (RowSelection Rows, Tensor Multiplier, Tensor? Slack, Tensor[] State)? _start;
    private Tensor? _noSlack;
    private long _steps, _moves;

    internal RowDuals(Constraint constraint, DualUpdate update, Formulation formulation, Device device, ScalarType dtype) : base(constraint, device, dtype)
    {
        using var _ = no_grad();
        var rule = update.For(constraint);
        (_update, _formulation) = (rule with { Projection = rule.Projection?.For(constraint) ?? Projection.Default(constraint) }, formulation);
        if (constraint.IsPerSample && update.Period > 1)
            throw new ArgumentException($"constraint '{constraint.Name}': a per-sample multiplier moves when its sample is seen; a period of {update.Period} steps has no meaning for it");

        var initial = constraint.InitialMultipliers;
        _multiplier = initial.Count == 1 ? Keep(full([constraint.Count], initial[0], dtype: dtype, device: device)) : Keep(tensor([.. initial], dtype: dtype, device: device));
        _value = Keep(full([constraint.IsPerSample ? 1 : constraint.Count], double.NaN, dtype: dtype, device: device));
        _counters = Keep(zeros([3], dtype: ScalarType.Int64));
        _ruleState = [.. _update.Columns.Select(column => column.Rows(constraint.Count, device, dtype))];
        if (constraint.Relaxation is { } relaxation) _slacks = new SlackRows(relaxation, constraint, device, dtype);
        if (formulation.DefaultPenalty is { } penalty) _penalties = new PenaltyRows(constraint.Penalty ?? penalty, constraint, device, dtype);
        if (constraint.Scale is { } scale) _unit = new ViolationUnit(constraint, scale, device, dtype);
        if (_update.Period > 1) _period = new PeriodMean(constraint.Count, device);
        if (constraint.IsPerSample) (_batchMultiplier, _batchSlack) = (Keep(full_like(_value, initial.Average())), Keep(zeros_like(_value)));
    }

    public override Tensor Multiplier => _multiplier;

    public override Tensor? Slack => _slacks?.Values;

    public override Tensor Value => _value;

    public override Tensor? Penalty => _penalties?.Coefficients;

    internal override string Rule => _update.Kind;

    internal override double Cap => _update.Projection?.Cap ?? double.PositiveInfinity;

    internal override bool IsCapped(IReadOnlyList<double> multipliers, int index) => _update.Projection?.Holds(multipliers, index) ?? false;

    internal override int TraceWidth => Constraint.IsPerSample ? 1 : Constraint.Count;

    internal override Tensor Force(Measurement measurement)
    {
        var rows = measurement.Rows;
        var multiplier = rows.Read(_multiplier);
        if (_formulation.IsLinear) return multiplier;
        var excess = ExcessOf(measurement);
        return _formulation.Force(multiplier, Coefficient(rows, excess), excess, Constraint.Sense);
    }

    internal override Tensor PrimalTerm(Measurement measurement)
    {
        var rows = measurement.Rows;
        var excess = ExcessOf(measurement);
        var term = rows.Clean(_formulation.Value(rows.Read(_multiplier), Coefficient(rows, excess), excess, Constraint.Sense));
        return Constraint is { IsPerSample: true, Aggregation: Aggregation.Mean } ? term.mean() : term.sum();
    }

    internal override Tensor ExcessOf(Measurement measurement)
    {
        var excess = Violation(Flat(measurement.Values.detach()), BoundOf(measurement.Rows));
        return _slacks is null ? excess : excess.sub_(measurement.Rows.Read(_slacks.Values));
    }

    internal override Action Remember(Measurement measurement)
    {
        using var gradients = no_grad();
        // Of a data set's multipliers the batch's, of everything else all.
        List<(Tensor Live, RowSelection Rows, Tensor Kept)> kept = [];
        foreach (var (_, live) in Saved())
        {
            var rows = Constraint.IsPerSample && live.size(0) == Constraint.Count ? measurement.Rows : RowSelection.All;
            kept.Add((live, rows, rows.Copy(live)));
        }
        var (steps, moves, period) = (_steps, _moves, _period?.Steps ?? 0);
        return () =>
        {
            using var inner = no_grad();
            foreach (var (live, rows, before) in kept) rows.Commit(live, before);
            (_steps, _moves) = (steps, moves);
            _penalties?.Forget();
            if (_period is not null) _period.Steps = period;
        };
    }

    internal override void Advance(Measurement measurement, DualPhase phase)
    {
        var (rows, values) = (measurement.Rows, measurement.Strict);
        if (_start is not null) BackToStart(ruleToo: phase == DualPhase.Undo);
        if (phase == DualPhase.Undo) return;
        if (phase != DualPhase.Trial) Show(rows, values);
        if (phase == DualPhase.Watch) return;
        // A trial move is that of the step it belongs to, which is counted when it ends.
        var ahead = phase == DualPhase.Trial ? 1 : 0;
        if (ahead == 0) _steps++;
        if (Constraint.Contribution == Contribution.PrimalOnly || (phase != DualPhase.ToForce && _steps + ahead <= _update.WarmUp)) return;
        if (_period is not null && phase != DualPhase.ToForce)
        {
            if (phase == DualPhase.Trial) return;
            _period.Add(measurement);
            if (_period.Steps < _update.Period) return;
            (values, rows) = _period.Take(Dtype);
        }
        if (phase == DualPhase.Trial) _start = (rows, rows.Copy(_multiplier), _slacks is null ? null : rows.Copy(_slacks.Values), [.. _ruleState.Select(rows.Copy)]);
        else _moves++;
        Move(rows, values, phase, _moves + ahead);
    }

    internal override void GrowPenalty() => _penalties?.Grow();

    internal override void Observe(List<Tensor> parts) => parts.AddRange([_batchMultiplier ?? _multiplier, _batchSlack ?? Slack ?? (_noSlack ??= Keep(zeros_like(_multiplier))), _value]);

    internal override IEnumerable<(string Name, Tensor Value)> Saved()
    {
        long[] now = [_steps, _moves, _period?.Steps ?? 0];
        _counters.bytes = MemoryMarshal.AsBytes(now.AsSpan());
        yield return ("multiplier", _multiplier);
        yield return ("value", _value);
        yield return ("counters", _counters);
        if (_slacks is not null) yield return ("slack", _slacks.Values);
        if (_batchMultiplier is not null) yield return ("batch/multiplier", _batchMultiplier);
        if (_batchSlack is not null) yield return ("batch/slack", _batchSlack);
        for (var i = 0; i < _ruleState.Length; i++) yield return ("rule/" + _update.Columns[i].Name, _ruleState[i]);
        foreach (var item in _penalties?.Saved() ?? []) yield return item;
        foreach (var item in _unit?.Saved() ?? []) yield return item;
        foreach (var item in _period?.Saved() ?? []) yield return item;
    }

    internal override void Loaded()
    {
        var counters = _counters.data<long>();
        (_steps, _moves) = (counters[0], counters[1]);
        if (_period is not null) _period.Steps = counters[2];
    }

    public override void Dispose()
    {
        Tensor?[] owned = [_multiplier, _value, _counters, _batchMultiplier, _batchSlack, _noSlack, .. _ruleState];
        foreach (var item in owned) item?.Dispose();
        _slacks?.Dispose();
        _penalties?.Dispose();
        _unit?.Dispose();
        _period?.Dispose();
        base.Dispose();
    }

    private void Show(RowSelection rows, Tensor values)
    {
        if (Constraint.IsPerSample) _value.copy_(Bound.size(0) == 1 ? values.mean() : (values - BoundOf(rows)).mean().add_(BoundOf(0)));
        else rows.Commit(_value, values);
    }

    private void BackToStart(bool ruleToo)
    {
        var (rows, multiplier, slack, state) = _start!.Value;
        rows.Commit(_multiplier, multiplier);
        if (slack is not null) rows.Commit(_slacks!.Values, slack);
        for (var i = 0; ruleToo && i < state.Length; i++) rows.Commit(_ruleState[i], state[i]);
        _start = null;
    }

    private void Move(RowSelection rows, Tensor values, DualPhase phase, long move)
    {
        var multiplier = rows.Work(_multiplier);
        var slack = _slacks is null ? null : rows.Work(_slacks.Values);
        var before = _slacks is { NeedsMultipliersBefore: true } || (_penalties is { NeedsMultipliers: true } && phase != DualPhase.Trial) ? multiplier.clone() : multiplier;
        var excess = Violation(values, BoundOf(rows));
        var unit = _unit?.For(rows, excess, learns: phase != DualPhase.Trial);
        if (slack is not null) excess.sub_(slack);

        var range = _update.Projection?.On(rows, _multiplier);
        if (phase == DualPhase.ToForce || !_formulation.MovesMultipliers) multiplier.copy_(_formulation.Force(multiplier, Coefficient(rows, excess), excess, Constraint.Sense));
        else ByRule(rows, multiplier, excess, unit, range, move);
        if (range is not null) _update.Project(range, multiplier);

        if (slack is not null) _slacks!.GiveWay(rows, slack, multiplier, before);
        rows.Commit(_multiplier, multiplier);
        if (phase != DualPhase.Trial) _penalties?.Plan(rows, excess, unit is null ? before : before * unit.square());
        if (Constraint.IsPerSample && phase != DualPhase.Trial)
        {
            _batchMultiplier!.copy_(multiplier.mean());
            if (slack is not null) _batchSlack!.copy_(slack.mean());
        }
    }

    // The rule sees the constraint in its unit s: lambda s and e / s, so that a constraint multiplied by K gives the same run.
    private void ByRule(RowSelection rows, Tensor multiplier, Tensor excess, Tensor? unit, Projection? range, long move)
    {
        if (unit is not null)
        {
            multiplier.mul_(unit);
            excess = excess / unit;
        }
        var holds = _update.RestartsWhenFeasible && Constraint.Sense != Sense.Equal ? excess.le(0) : null;
        if (_update.Damping > 0) excess = excess.add(multiplier, -_update.Damping);
        var state = new Tensor[_ruleState.Length];
        for (var i = 0; i < state.Length; i++) state[i] = rows.Work(_ruleState[i]);
        _update.Advance(new DualStep(multiplier, state, excess, _update.Schedule?.Invoke(move) ?? 1) { Range = range });
        if (holds is not null)
        {
            multiplier.masked_fill_(holds, 0);
            for (var i = 0; i < state.Length; i++) state[i].masked_fill_(state[i].Dimensions == 1 ? holds : holds.unsqueeze(1), _update.Columns[i].Initial);
        }
        if (unit is not null) multiplier.div_(unit);
        for (var i = 0; i < state.Length; i++) rows.Commit(_ruleState[i], state[i]);
    }

    // In the user's units: the penalty (c/2) (e/s)^2 has the coefficient c / s^2.
    private Tensor? Coefficient(RowSelection rows, Tensor excess)
    {
        if (_penalties is null) return null;
        return _unit is null ? _penalties.For(rows) : _penalties.For(rows) / _unit.For(rows, excess, learns: false).square();
    }

    private Tensor BoundOf(RowSelection rows) => Bound.size(0) == 1 ? Bound : rows.Read(Bound);
}
