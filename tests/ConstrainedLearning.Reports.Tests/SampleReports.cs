using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Forecasting;

namespace ConstrainedLearning.Reports.Tests;

/// <summary>Reports on trainings that never happened, but could have.</summary>
internal static class SampleReports
{
    internal const string ConstraintName = "step loss";

    /// <summary>A forecaster over some steps: errors that grow with the distance, a constant bound, prices where it binds.</summary>
    internal static ForecastReport Create(int steps = 96, bool relaxed = true, bool reference = true, int rows = 600, double bound = 0.45)
    {
        double[] bounds = [.. Enumerable.Repeat(bound, steps)];
        double[] slacks = [.. Enumerable.Range(0, steps).Select(i => relaxed ? 0.09 * Math.Max(0, Share(i, steps) - 0.55) : 0)];
        double[] prices = [.. slacks.Select((slack, i) => relaxed ? 2 * slack : 0.4 * Math.Max(0, Share(i, steps) - 0.55))];
        return new ForecastReport
        {
            Title = "iTransformer on ETTh1, 96 steps ahead",
            Asked = [new("method", "constant"), new("epsilon", "quantile:0.5@train"), new("resilient", relaxed ? "2.0" : "off"), new("seed", "2021")],
            Status = relaxed
                ? "Feasible within tolerance: every bound, as relaxed, was kept on the training data in the last epoch."
                : "Infeasible: at the end of training the largest bound was exceeded and its multiplier still grew.",
            Bounds = bounds,
            Constrained = Model("constrained", bounds, i => 0.31 + 0.14 * Math.Pow(Share(i, steps), 0.6) + slacks[i], steps),
            Reference = reference ? Model("ERM", bounds, i => 0.26 + 0.27 * Share(i, steps), steps) : null,
            Trace = rows > 0 ? Trace(rows, prices, slacks, relaxed) : null,
            TrainLoss = [.. Enumerable.Range(0, 10).Select(e => 0.38 + 0.25 * Math.Exp(-e / 1.5))],
            ValidationLoss = [.. Enumerable.Range(0, 10).Select(e => 0.42 + 0.2 * Math.Exp(-e / 1.2) + 0.003 * e)],
            Prices = [new ConstraintPrices(ConstraintName, prices, relaxed ? slacks : [])],
            SecondsPerIteration = 0.00412,
            Configuration = "{\n  \"dataset\": \"etth1\",\n  \"model\": \"itransformer\",\n  \"lookback\": 96,\n  \"horizon\": 96\n}",
            Manifest = "{\n  \"version\": \"0.1.0\",\n  \"seed\": 2021,\n  \"device\": \"cpu\",\n  \"threads\": 2\n}",
        };
    }

    private static double Share(int i, int steps) => steps == 1 ? 1 : i / (steps - 1.0);

    private static ModelResult Model(string name, double[] bounds, Func<int, double> error, int steps)
    {
        SplitResult Split(double scale, double wiggle)
        {
            double[] errors = [.. Enumerable.Range(0, steps).Select(i => scale * error(i) + wiggle * Math.Sin(i / 3.8))];
            var mean = errors.Average();
            return new SplitResult(
                mean,
                0.83 * Math.Sqrt(mean),
                steps > 1 ? Math.Sqrt(errors.Sum(e => (e - mean) * (e - mean)) / (steps - 1)) : double.NaN,
                errors.Select((e, i) => Math.Max(0, e - bounds[i])).Average(),
                errors);
        }
        return new ModelResult(name, Split(0.985, 0.002), Split(1.02, 0.006), Split(1.07, 0.008));
    }

    private static TraceHistory Trace(int rows, double[] prices, double[] slacks, bool relaxed)
    {
        double Progress(int row) => 1 - Math.Exp(-5.0 * row / rows);
        double[][] Table(double[] final, double overshoot) => [.. Enumerable.Range(0, rows).Select(row => final.Select((value, i) =>
            Math.Max(0, value * Progress(row) + overshoot * Math.Exp(-9.0 * row / rows) * (1 + 0.3 * Math.Sin(row / 9.0 + i)))).ToArray())];
        return new TraceHistory(
            [.. Enumerable.Range(0, rows).Select(row => 25L * row)],
            [.. Enumerable.Range(0, rows).Select(row => 0.4 + Math.Exp(-6.0 * row / rows))],
            new Dictionary<string, ConstraintHistory>
            {
                [ConstraintName] = new(ConstraintName, Table(prices, 0.05), Table(slacks, relaxed ? 0.01 : 0), Table(prices, 0.5)),
            });
    }
}
