namespace ConstrainedLearning.Solutions;

/// <summary>min c'x  s.t.  one row a'x &lt;=, &gt;= or = bound per requirement, x &gt;= 0: small and dense, tens of rows and up to a few thousand columns.</summary>
/// <param name="Costs">c, finite.</param>
/// <param name="Rows">The requirements; coefficients and bounds finite.</param>
internal sealed record LinearProgram(double[] Costs, IReadOnlyList<Row> Rows)
{
    /// <summary>The optimal vertex: at most as many nonzero x as there are rows.</summary>
    /// <remarks>Solved on scaled rows and columns, so that a requirement in small units weighs as much as one in large units. The factors are powers of two: nothing is rounded by them.</remarks>
    /// <exception cref="ArithmeticException">The numbers are too far apart for double precision.</exception>
    internal LinearSolution Solve()
    {
        int count = Costs.Length, slacks = count + Rows.Count, artificials = slacks + Rows.Count;
        var exponents = Equilibration.Of([.. Rows.Select(row => row.Coefficients), Costs]);
        var signs = Rows.Select(row => row.IsTurned ? -1 : 1).ToArray();

        var columns = new double[artificials][];
        for (var j = 0; j < count; j++) columns[j] = [.. Rows.Select((row, i) => signs[i] * Math.ScaleB(row.Coefficients[j], exponents.Rows[i] + exponents.Columns[j]))];
        for (var i = 0; i < Rows.Count; i++) (columns[count + i], columns[slacks + i]) = (Unit(i, signs[i] * Rows[i].Slack), Unit(i, 1));

        var bounds = Rows.Select((row, i) => signs[i] * Math.ScaleB(row.Bound, exponents.Rows[i])).ToArray();
        var costs = new double[artificials];
        for (var j = 0; j < count; j++) costs[j] = Math.ScaleB(Costs[j], exponents.Rows[^1] + exponents.Columns[j]);

        var simplex = new Simplex(columns, bounds, [.. Rows.Select((row, i) => signs[i] * row.Slack > 0 ? count + i : slacks + i)], slacks);
        var status = simplex.Solve(costs);
        if (status != LinearStatus.Optimal) return new LinearSolution(status, [], status == LinearStatus.Unbounded ? double.NegativeInfinity : double.NaN, []);

        var x = new double[count];
        foreach (var (column, value) in simplex.Vertex)
            if (column < count) x[column] = Math.ScaleB(Math.Max(0, value), exponents.Columns[column]);
        var prices = simplex.Prices.Select((price, i) => 0 - Math.ScaleB(signs[i] * price, exponents.Rows[i] - exponents.Rows[^1])).ToArray();
        return new LinearSolution(status, x, x.Zip(Costs, (value, cost) => value * cost).Sum(), prices);
    }

    private double[] Unit(int row, double value)
    {
        var column = new double[Rows.Count];
        column[row] = value;
        return column;
    }
}

/// <summary>One requirement a'x &lt;=, &gt;= or = bound.</summary>
internal sealed record Row(double[] Coefficients, Sense Sense, double Bound)
{
    /// <summary>The coefficient of the row's slack, which makes it an equation; 0 where it is one.</summary>
    internal int Slack => Sense switch { Sense.AtMost => 1, Sense.AtLeast => -1, _ => 0 };

    /// <summary>Whether the row is written with the opposite sign: the bound is then &gt;= 0, and the slack can start as a basic variable where possible.</summary>
    internal bool IsTurned => Bound < 0 || (Bound == 0 && Sense == Sense.AtLeast);
}

/// <summary>How a linear program ended.</summary>
internal enum LinearStatus
{
    Optimal,
    Infeasible,
    Unbounded,
}

/// <summary>What a linear program gave.</summary>
/// <param name="Status">Whether there is an optimum; without one X and Prices are empty.</param>
/// <param name="X">A vertex (basic solution).</param>
/// <param name="Objective">c'x; NaN when infeasible, minus infinity when unbounded.</param>
/// <param name="Prices">For each row how much the optimal objective falls per unit by which its bound is raised: &gt;= 0 for AtMost, &lt;= 0 for AtLeast.</param>
internal sealed record LinearSolution(LinearStatus Status, double[] X, double Objective, double[] Prices);
