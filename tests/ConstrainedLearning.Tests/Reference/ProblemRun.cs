using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>A learner on a known problem: all inequalities are one vector constraint, as are all equalities, and every step evaluates everything.</summary>
internal sealed class ProblemRun : IDisposable
{
    private readonly GoldenProblem _problem;
    private readonly Point _point;
    private readonly Constraint? _g, _h;
    private readonly WatchedOptimizer _optimizer;
    private readonly PrimalDual _learner;

    /// <param name="problem">What to solve.</param>
    /// <param name="setting">How.</param>
    /// <param name="offset">Null: the published start with multipliers 0. Else the start is this far from the solution in every coordinate of x, with the solution's multipliers.</param>
    internal ProblemRun(GoldenProblem problem, ProblemSetting setting, double? offset = null)
    {
        _problem = problem;
        _point = new Point(offset is { } distance ? [.. problem.XStar.Select(x => x + distance)] : problem.X0);
        _g = Of(Constraint.AtMost, "g", offset is null ? new double[problem.LambdaStar.Length] : problem.LambdaStar);
        _h = Of(Constraint.Equal, "h", offset is null ? new double[problem.MuStar.Length] : problem.MuStar);
        _optimizer = new WatchedOptimizer(optim.SGD(_point.parameters(), setting.PrimalRate));
        Constraint?[] constraints = [_g, _h];
        _learner = new PrimalDual(_point, _optimizer, [.. constraints.OfType<Constraint>()], setting.Dual, setting.Formulation, setting.Scheme);
    }

    /// <summary>How many steps x took: extragradient's has two.</summary>
    internal int PrimalSteps => _optimizer.Steps;

    /// <summary>max |x - x*|.</summary>
    internal double PrimalError => Distance(_point.Coordinates, _problem.XStar);

    /// <summary>max |lambda - lambda*|, |mu - mu*|.</summary>
    internal double MultiplierError => Math.Max(Distance(Multiplier(_g), _problem.LambdaStar), Distance(Multiplier(_h), _problem.MuStar));

    /// <summary>The distance from the solution in all variables.</summary>
    internal double Distance() => Math.Max(PrimalError, MultiplierError);

    /// <summary>The largest of the KKT residuals, whichever multipliers they are of.</summary>
    internal double Residual => _learner.Kkt(Evaluate).Largest;

    internal void Step() => _learner.Step(Evaluate);

    internal void Step(int times)
    {
        for (var i = 0; i < times; i++) Step();
    }

    /// <summary>Steps until <paramref name="reached"/>; the number of primal steps, or null when <paramref name="most"/> were not enough or numbers overflowed.</summary>
    internal int? StepsUntil(Func<ProblemRun, bool> reached, int most)
    {
        try
        {
            while (!reached(this))
            {
                if (PrimalSteps >= most) return null;
                Step();
            }
            return PrimalSteps;
        }
        catch (NonFiniteException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _learner.Dispose();
        _point.Dispose();
    }

    private static Constraint? Of(Func<string, double, int, Constraint> sense, string name, double[] start) => start.Length == 0 ? null : sense(name, 0, start.Length).StartingAt(start);

    private static double Distance(double[] values, double[] expected) => values.Zip(expected, (value, known) => Math.Abs(value - known)).DefaultIfEmpty(0).Max();

    private double[] Multiplier(Constraint? constraint) => constraint is null ? [] : _learner.Multipliers[constraint].Multiplier.ToDoubles();

    private Evaluation Evaluate()
    {
        var evaluation = Evaluation.Of(_problem.Program.ObjectiveAt(_point.Value));
        if (_g is not null) evaluation.With(_g, _problem.Program.InequalitiesAt(_point.Value));
        if (_h is not null) evaluation.With(_h, _problem.Program.EqualitiesAt(_point.Value));
        return evaluation;
    }
}
