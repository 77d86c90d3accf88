namespace ConstrainedLearning.Solutions;

/// <summary>Geometric scaling: powers of two r_i, s_j that bring the nonzero r_i M_ij s_j close to 1.</summary>
/// <remarks>Reference: Tomlin, "On scaling linear programming problems", Mathematical Programming Study 4, 1975.</remarks>
internal static class Equilibration
{
    private const int Passes = 4;

    /// <summary>The exponents of r and s: each row's, then each column's largest and smallest nonzero magnitude are put at equal distances from 1.</summary>
    internal static (int[] Rows, int[] Columns) Of(double[][] matrix)
    {
        int[] rows = new int[matrix.Length], columns = new int[matrix[0].Length];
        var magnitudes = matrix.Select(row => row.Select(value => value == 0 ? (int?)null : Math.ILogB(value)).ToArray()).ToArray();
        for (var pass = 0; pass < Passes; pass++)
        {
            for (var i = 0; i < rows.Length; i++) rows[i] = -Middle(magnitudes[i], columns);
            for (var j = 0; j < columns.Length; j++) columns[j] = -Middle(magnitudes.Select(row => row[j]), rows);
        }
        return (rows, columns);
    }

    /// <summary>Half way between the smallest and the largest of the magnitudes, each with its factor applied; 0 where all entries are zero.</summary>
    private static int Middle(IEnumerable<int?> magnitudes, int[] factors)
    {
        int smallest = int.MaxValue, largest = int.MinValue, k = 0;
        foreach (var magnitude in magnitudes)
        {
            if (magnitude + factors[k++] is not { } scaled) continue;
            (smallest, largest) = (Math.Min(smallest, scaled), Math.Max(largest, scaled));
        }
        return largest == int.MinValue ? 0 : (smallest + largest) / 2;
    }
}
