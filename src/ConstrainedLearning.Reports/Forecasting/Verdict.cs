namespace ConstrainedLearning.Reports.Forecasting;

/// <summary>Whether errors keep to bounds.</summary>
/// <param name="Steps">The number of steps that have a bound.</param>
/// <param name="Held">The number of steps whose error is at or below its bound.</param>
/// <param name="WorstStep">The step, from 1, with the largest excess relative to its bound; 0 if every bound is kept.</param>
/// <param name="WorstExcess">That excess as a fraction of the bound; not finite if the error is not.</param>
internal sealed record Verdict(int Steps, int Held, int WorstStep, double WorstExcess)
{
    /// <summary>Rounding of the last digits is no violation.</summary>
    private const double Tolerance = 1e-6;

    internal bool Holds => Held == Steps;

    internal static Verdict Of(IReadOnlyList<double> errors, IReadOnlyList<double> bounds)
    {
        var (steps, held, worst, excess) = (Math.Min(errors.Count, bounds.Count), 0, 0, 0.0);
        for (var i = 0; i < steps; i++)
        {
            if (errors[i] <= bounds[i] + Tolerance * Math.Abs(bounds[i]))
            {
                held++;
                continue;
            }
            var over = bounds[i] == 0 ? double.PositiveInfinity : (errors[i] - bounds[i]) / Math.Abs(bounds[i]);
            if (worst == 0 || over > excess || (double.IsNaN(over) && !double.IsNaN(excess)))
                (worst, excess) = (i + 1, over);
        }
        return new Verdict(steps, held, worst, excess);
    }
}
