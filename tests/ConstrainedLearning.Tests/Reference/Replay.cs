using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>A learner set up as a recorded run was, which gives its own numbers in the recording's form. All inequalities are one vector constraint, as are all equalities.</summary>
internal sealed class Replay : IDisposable
{
    private readonly GoldenTrajectory _run;
    private readonly Point _point;
    private readonly Constraint? _g, _h;
    private readonly WatchedOptimizer _optimizer;
    private readonly PrimalDual _learner;
    private int _iteration, _evaluations;

    /// <param name="run">What to repeat.</param>
    /// <param name="dual">How multipliers move; null: as recorded.</param>
    /// <param name="primal">How x moves; null: as recorded.</param>
    internal Replay(GoldenTrajectory run, DualUpdate? dual = null, Func<Point, optim.Optimizer>? primal = null)
    {
        (_run, _point) = (run, new Point(run.Start.X));
        _g = Of(Constraint.AtMost, "g", run.Problem.Inequalities.Length, run.Start.Lambda);
        _h = Of(Constraint.Equal, "h", run.Problem.Equalities.Length, run.Start.Mu);
        _optimizer = new WatchedOptimizer((primal ?? (point => RecordedSettings.PrimalOf(run, point)))(_point));
        Constraint?[] constraints = [_g, _h];
        _learner = new PrimalDual(
            _point, _optimizer, [.. constraints.OfType<Constraint>()], dual ?? RecordedSettings.DualOf(run), RecordedSettings.FormulationOf(run), RecordedSettings.SchemeOf(run));
    }

    /// <summary>The numbers of all iterations.</summary>
    internal RecordedRows Rows()
    {
        List<State> rows = [Now()], half = [];
        List<double> loss = [], primalValue = [];
        // The multipliers that the primal gradient uses: those of before the iteration, or those that have moved when the optimiser's turn comes.
        var movesFirst = _run.Scheme == RecordedScheme.AlternatingDualPrimal;
        if (movesFirst) _optimizer.Stepping += () => primalValue.Add(PrimalValue());
        for (_iteration = 0; _iteration < _run.Iterations; _iteration++)
        {
            if (!movesFirst) primalValue.Add(PrimalValue());
            _evaluations = 0;
            var report = _learner.Step(() =>
            {
                if (_run.Scheme == RecordedScheme.Extragradient && ++_evaluations == 2) half.Add(Now());
                return Evaluate();
            });
            loss.Add(report.Loss);
            rows.Add(Now());
        }
        loss.Add(Loss());
        return new RecordedRows(
            All(rows, row => row.X)!, [.. loss], [.. primalValue], All(rows, row => row.Lambda), All(rows, row => row.Mu), All(rows, row => row.G), All(rows, row => row.H),
            All(rows, row => row.InequalityPenalties), All(rows, row => row.EqualityPenalties), All(half, row => row.X), All(half, row => row.Lambda), All(half, row => row.Mu));
    }

    public void Dispose()
    {
        _learner.Dispose();
        _point.Dispose();
    }

    private Constraint? Of(Func<string, double, int, Constraint> sense, string name, int count, double[]? start)
    {
        if (count == 0) return null;
        var constraint = sense(name, 0, count);
        if (_run.Observed is not null && name == "g") constraint = sense(name, 0, 1).PerSample(count, Aggregation.Sum);
        return start is null ? constraint : constraint.StartingAt(start);
    }

    private Evaluation Evaluate()
    {
        var x = _point.Value;
        var evaluation = Evaluation.Of(_run.Problem.ObjectiveAt(x));
        if (_h is not null) evaluation.With(_h, _run.Problem.EqualitiesAt(x));
        if (_g is null) return evaluation;
        var g = _run.Problem.InequalitiesAt(x);
        if (_run.Observed is null) return evaluation.With(_g, g, strict: _run.StrictInequalities is null ? null : _run.StrictInequalitiesAt(x));
        var seen = tensor(_run.Observed[_iteration].Select(index => (long)index).ToArray());
        return evaluation.WithSamples(_g, g.index_select(0, seen), seen);
    }

    private double Loss()
    {
        using var scope = NewDisposeScope();
        return _run.Problem.ObjectiveAt(_point.Value).ToDouble();
    }

    private double PrimalValue()
    {
        using var scope = NewDisposeScope();
        return PrimalDual.PrimalValue(_learner.Measure(Evaluate));
    }

    private State Now()
    {
        using var scope = NewDisposeScope();
        var x = _point.Value;
        var (g, h) = (_run.Problem.InequalitiesAt(x), _run.Problem.EqualitiesAt(x));
        return new State(_point.Coordinates, Shown(_g, g), Shown(_h, h), Multiplier(_g), Multiplier(_h), Penalties(_g), Penalties(_h));
    }

    private static double[]? Shown(Constraint? constraint, Tensor values) => constraint is null ? null : values.ToDoubles();

    private double[]? Multiplier(Constraint? constraint) => constraint is null || _run.Dual is null ? null : _learner.Multipliers[constraint].Multiplier.ToDoubles();

    private double[]? Penalties(Constraint? constraint) => constraint is null ? null : _learner.Multipliers[constraint].Penalty?.expand(constraint.Count).ToDoubles();

    private static double[][]? All(List<State> rows, Func<State, double[]?> of) => rows.Count == 0 || of(rows[0]) is null ? null : [.. rows.Select(row => of(row)!)];

    private sealed record State(double[] X, double[]? G, double[]? H, double[]? Lambda, double[]? Mu, double[]? InequalityPenalties, double[]? EqualityPenalties);
}
