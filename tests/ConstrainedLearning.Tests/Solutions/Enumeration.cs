using ConstrainedLearning.Solutions;

namespace ConstrainedLearning.Tests.Solutions;

/// <summary>Linear programs solved by looking at every vertex: every choice of as many columns as there are independent rows.</summary>
internal static class Enumeration
{
    private const double Rounding = 1e-9;

    /// <summary>The feasible vertices' values of the given costs; empty when there is none.</summary>
    internal static List<double[]> Vertices(int count, IReadOnlyList<Row> rows)
    {
        var slacked = rows.Where(row => row.Sense != Sense.Equal).ToList();
        var columns = Enumerable.Range(0, count).Select(j => rows.Select(row => row.Coefficients[j]).ToArray())
            .Concat(slacked.Select(owner => rows.Select(row => ReferenceEquals(row, owner) ? (owner.Sense == Sense.AtMost ? 1.0 : -1.0) : 0.0).ToArray())).ToArray();
        var bounds = rows.Select(row => row.Bound).ToArray();
        List<double[]> vertices = [];
        for (var size = 0; size <= rows.Count; size++)
            foreach (var chosen in Choices(columns.Length, size))
            {
                if (Solve(chosen.Select(j => columns[j]).ToArray(), bounds) is not { } values || values.Any(value => value < -Rounding)) continue;
                var x = new double[count];
                for (var k = 0; k < chosen.Length; k++) if (chosen[k] < count) x[chosen[k]] = values[k];
                vertices.Add(x);
            }
        return vertices;
    }

    internal static double Dot(IReadOnlyList<double> left, IReadOnlyList<double> right) => left.Zip(right, (a, b) => a * b).Sum();

    /// <summary>The only solution of sum_k z_k column_k = right, by elimination with full rows; null when there is none or more than one.</summary>
    private static double[]? Solve(double[][] columns, double[] right)
    {
        int rows = right.Length, unknowns = columns.Length;
        var table = Enumerable.Range(0, rows).Select(i => columns.Select(column => column[i]).Append(right[i]).ToArray()).ToArray();
        for (var k = 0; k < unknowns; k++)
        {
            var pivot = Enumerable.Range(k, rows - k).MaxBy(i => Math.Abs(table[i][k]));
            if (Math.Abs(table[pivot][k]) < Rounding) return null;
            (table[k], table[pivot]) = (table[pivot], table[k]);
            for (var i = 0; i < rows; i++)
            {
                if (i == k) continue;
                var factor = table[i][k] / table[k][k];
                for (var j = k; j <= unknowns; j++) table[i][j] -= factor * table[k][j];
            }
        }
        return table.Skip(unknowns).Any(row => Math.Abs(row[unknowns]) > Rounding) ? null : [.. Enumerable.Range(0, unknowns).Select(k => table[k][unknowns] / table[k][k])];
    }

    private static IEnumerable<int[]> Choices(int count, int size)
    {
        if (size == 0) return [[]];
        return Enumerable.Range(size - 1, Math.Max(0, count - size + 1)).SelectMany(last => Choices(last, size - 1).Select(rest => (int[])[.. rest, last]));
    }
}
