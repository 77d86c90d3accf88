using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>The penalty coefficients c of one constraint and what their rule keeps: one number for all where c is constant, else one a row.</summary>
internal sealed class PenaltyRows : IDisposable
{
    private readonly Penalty _rule;
    private readonly Sense _sense;
    private readonly Tensor[] _state;
    private (RowSelection Rows, Tensor Excess, Tensor Multiplier)? _growth;

    internal PenaltyRows(Penalty rule, Constraint constraint, Device device, ScalarType dtype)
    {
        (_rule, _sense) = (rule, constraint.Sense);
        Coefficients = full([rule.IsConstant ? 1 : constraint.Count], rule.Start, dtype: dtype, device: device).DetachFromDisposeScope();
        _state = [.. rule.Columns.Select(column => column.Rows(constraint.Count, device, dtype))];
    }

    /// <summary>c, shape [count] or [1].</summary>
    internal Tensor Coefficients { get; }

    /// <summary>Whether the rule looks at the multipliers as they were before the step.</summary>
    internal bool NeedsMultipliers => _state.Length > 0;

    /// <summary>The coefficients of the given rows.</summary>
    internal Tensor For(RowSelection rows) => Coefficients.size(0) == 1 ? Coefficients : rows.Read(Coefficients);

    /// <summary>Keeps what the coefficients will grow by at the end of the step: until then the model is pushed by the old ones.</summary>
    internal void Plan(RowSelection rows, Tensor excess, Tensor multiplier)
    {
        if (!_rule.IsConstant) _growth = (rows, excess, multiplier);
    }

    /// <summary>Forgets a plan: the step was taken back.</summary>
    internal void Forget() => _growth = null;

    /// <summary>Grows by what was planned.</summary>
    internal void Grow()
    {
        if (_growth is not var (rows, excess, multiplier)) return;
        var penalty = rows.Work(Coefficients);
        Tensor[] state = [.. _state.Select(rows.Work)];
        _rule.Advance(penalty, state, excess, multiplier, _sense);
        rows.Commit(Coefficients, penalty);
        for (var i = 0; i < state.Length; i++) rows.Commit(_state[i], state[i]);
        _growth = null;
    }

    internal IEnumerable<(string Name, Tensor Value)> Saved() => [("penalty", Coefficients), .. _rule.Columns.Zip(_state, (column, state) => ("penalty/" + column.Name, state))];

    public void Dispose()
    {
        Coefficients.Dispose();
        foreach (var item in _state) item.Dispose();
    }
}
