using MathNet.Numerics.LinearAlgebra;

namespace ConstrainedLearning.Solutions;

/// <summary>Solves B x = r and y B = c for the basic columns B, and says how far rounding can have moved each number of the answer.</summary>
internal sealed class BasisSystem
{
    private readonly Matrix<double> _matrix;
    private readonly Matrix<double> _inverse;
    private readonly Matrix<double> _magnitudes;
    private readonly Matrix<double> _inverseMagnitudes;

    /// <param name="columns">B by columns; copied.</param>
    internal BasisSystem(IEnumerable<double[]> columns)
    {
        _matrix = Matrix<double>.Build.DenseOfColumnArrays(columns);
        _inverse = _matrix.LU().Inverse();
        (_magnitudes, _inverseMagnitudes) = (_matrix.PointwiseAbs(), _inverse.PointwiseAbs());
    }

    /// <summary>x with B x = r, refined once; its sizes are |inverse(B)| (|B| |x| + |r|).</summary>
    internal Rounded Solve(double[] right)
    {
        var r = Vector<double>.Build.DenseOfArray(right);
        var first = _inverse * r;
        var x = first + _inverse * (r - _matrix * first);
        return Rounded.Of(x, _inverseMagnitudes * (_magnitudes * x.PointwiseAbs() + r.PointwiseAbs()));
    }

    /// <summary>y with y B = c, refined once; its sizes are (|y| |B| + |c|) |inverse(B)|.</summary>
    internal Rounded SolveTransposed(double[] right)
    {
        var c = Vector<double>.Build.DenseOfArray(right);
        var first = c * _inverse;
        var y = first + (c - first * _matrix) * _inverse;
        return Rounded.Of(y, (y.PointwiseAbs() * _magnitudes + c.PointwiseAbs()) * _inverseMagnitudes);
    }
}

/// <summary>Computed numbers, and for each the size of those it was summed from: a number much below its size is nothing but rounding.</summary>
/// <remarks>
/// A solution that was refined once errs by some units in the last place of its size.
/// Reference: Skeel, "Iterative Refinement Implies Numerical Stability for Gaussian Elimination", Mathematics of Computation 35, 1980.
/// </remarks>
internal readonly record struct Rounded(double[] Values, double[] Sizes)
{
    /// <summary>A number below this part of its size is rounding.</summary>
    internal const double Unit = 1e-14;

    /// <summary>Sizes this much below the largest come from zeros that were computed as rounding.</summary>
    private const double LeastSize = 1e-10;

    internal bool IsFinite => Values.All(double.IsFinite) && Sizes.All(double.IsFinite);

    internal static Rounded Of(Vector<double> values, Vector<double> sizes)
    {
        var least = LeastSize * sizes.Maximum();
        return new Rounded([.. values], [.. sizes.Select(size => Math.Max(size, least))]);
    }

    /// <summary>The number, or 0 where it is rounding.</summary>
    internal double Clean(int i) => Math.Abs(Values[i]) > Unit * Sizes[i] ? Values[i] : 0;
}
