namespace ConstrainedLearning.Solutions;

/// <summary>The revised simplex method in two phases on  min c'x  s.t.  M x = r, x &gt;= 0.</summary>
/// <remarks>
/// The basis is factorised anew at every step: with tens of rows that costs little beside the pricing of the columns, and no rounding is carried from one vertex to the next.
/// The most negative reduced cost enters, and the lexicographic rule chooses what leaves, so that no basis returns. Stored models make that matter: with bounds at zero all steps of the first
/// phase start from the same vertex, where the first-index rule (Bland 1977) takes many times the steps.
/// Reference: Dantzig, Orden, Wolfe, "The Generalized Simplex Method for Minimizing a Linear Form under Linear Inequality Restraints", Pacific Journal of Mathematics 5, 1955.
/// </remarks>
/// <param name="columns">M by columns; the last ones are the artificial unit columns, one a row.</param>
/// <param name="bounds">r &gt;= 0.</param>
/// <param name="basis">The unit column of each row to start from; changed in place.</param>
/// <param name="artificials">The index of the first artificial column.</param>
internal sealed class Simplex(double[][] columns, double[] bounds, int[] basis, int artificials)
{
    /// <summary>An entry below this part of its size is no pivot.</summary>
    private const double SmallestPivot = 1e-12;

    /// <summary>A row that is missed by less than this part of its terms counts as fulfilled.</summary>
    private const double Feasibility = 1e-10;

    private readonly double[] _bounds = [.. bounds];
    private Rounded _values;
    private Rounded _prices;

    /// <summary>The basic variables and their values.</summary>
    internal IEnumerable<(int Column, double Value)> Vertex => basis.Select((column, i) => (column, _values.Clean(i)));

    /// <summary>y = c_B inverse(B): how much the objective rises per unit of r.</summary>
    internal IReadOnlyList<double> Prices => [.. basis.Select((_, i) => _prices.Clean(i))];

    /// <summary>Finds a vertex that fulfils the rows, then the cheapest one.</summary>
    internal LinearStatus Solve(double[] costs)
    {
        if (basis.Any(column => column >= artificials))
        {
            Minimize([.. costs.Select((_, column) => column >= artificials ? 1.0 : 0)], lastPhase: false);
            if (!FulfilsRows()) return LinearStatus.Infeasible;
        }
        return Minimize(costs, lastPhase: true) ? LinearStatus.Optimal : LinearStatus.Unbounded;
    }

    /// <summary>Walks to the vertex of least cost; false when the cost falls without end, which it cannot in the first phase.</summary>
    private bool Minimize(double[] costs, bool lastPhase)
    {
        int[] first = [.. basis];
        for (var step = 0; step < 1000 + 20 * columns.Length; step++)
        {
            var system = new BasisSystem(basis.Select(column => columns[column]));
            _values = system.Solve(_bounds);
            _prices = system.SolveTransposed([.. basis.Select(column => costs[column])]);
            if (!_values.IsFinite || !_prices.IsFinite) break;
            if (Entering(costs) is not { } entering) return true;
            if (Leaving(system, entering, first, lastPhase) is not { } leaving)
            {
                if (lastPhase) return false;
                break;
            }
            var isReleased = lastPhase && basis[leaving] >= artificials;
            basis[leaving] = entering;
            if (isReleased) first = [.. basis];
        }
        throw new ArithmeticException($"a linear program of {basis.Length} rows and {artificials} columns did not settle: its numbers are too far apart for double precision. "
            + "Bring the requirements to like units, or leave out extreme columns");
    }

    /// <summary>The column of the most negative reduced cost c_j - y'M_j; null at the optimum.</summary>
    private int? Entering(double[] costs)
    {
        var isBasic = basis.ToHashSet();
        var steepest = 0.0;
        int? entering = null;
        for (var j = 0; j < artificials; j++)
        {
            double reduced = costs[j], size = Math.Abs(reduced);
            var column = columns[j];
            for (var i = 0; i < column.Length; i++)
            {
                reduced -= _prices.Values[i] * column[i];
                size += _prices.Sizes[i] * Math.Abs(column[i]);
            }
            if (reduced < -Rounded.Unit * size && reduced < steepest && !isBasic.Contains(j)) (entering, steepest) = (j, reduced);
        }
        return entering;
    }

    /// <summary>The row whose basic variable reaches zero first as the entering one grows; null when none does.</summary>
    /// <remarks>
    /// Ties are settled as if the bounds were raised by ever smaller amounts, along the columns of the basis that the phase started from.
    /// In the last phase an artificial variable stands at zero and may not move either way; when one leaves, the order starts anew.
    /// </remarks>
    private int? Leaving(BasisSystem system, int entering, int[] first, bool lastPhase)
    {
        var direction = system.Solve(columns[entering]);
        int[] rows = [.. Enumerable.Range(0, basis.Length).Where(i => Fall(i) > SmallestPivot * direction.Sizes[i])];
        if (rows.Length == 0) return null;
        rows = Soonest(rows, _values with { Values = [.. _values.Values.Select((value, i) => IsFixed(i) ? 0 : Math.Max(0, value))] });
        for (var k = 0; rows.Length > 1 && k < first.Length; k++) rows = Soonest(rows, system.Solve(columns[first[k]]));
        return rows.MaxBy(Fall);

        bool IsFixed(int i) => lastPhase && basis[i] >= artificials;
        double Fall(int i) => IsFixed(i) ? Math.Abs(direction.Values[i]) : direction.Values[i];
        int[] Soonest(int[] among, Rounded heights)
        {
            var length = among.Min(i => heights.Values[i] / Fall(i));
            return [.. among.Where(i => heights.Values[i] <= length * Fall(i) + Rounded.Unit * heights.Sizes[i])];
        }
    }

    /// <summary>Whether every artificial variable still in the basis is zero up to the rounding of its row; that much is then taken off the bound.</summary>
    private bool FulfilsRows()
    {
        foreach (var (column, value) in Vertex.Where(basic => basic.Column >= artificials))
        {
            var row = column - artificials;
            if (value > Feasibility * (bounds[row] + Vertex.Sum(other => Math.Abs(columns[other.Column][row] * other.Value)))) return false;
            _bounds[row] -= value;
        }
        return true;
    }
}
