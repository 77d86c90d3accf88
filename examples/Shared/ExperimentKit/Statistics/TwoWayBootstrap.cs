namespace ExperimentKit.Statistics;

/// <summary>The errors of a method and of the reference, trained with the same seed, on the same held-out data.</summary>
/// <param name="Method">The mean error of each contiguous block of held-out windows at each step, [blocks][T].</param>
/// <param name="Reference">Of the reference, in the same shape.</param>
public sealed record PairedBlocks(double[][] Method, double[][] Reference);

/// <summary>By what fraction a method changes the errors of the reference: mean over seeds of the one / mean over seeds of the other − 1.</summary>
/// <param name="Mean">The mean over the steps.</param>
/// <param name="Deviation">The sample standard deviation (ddof 1) over the steps; NaN for a single step.</param>
/// <param name="Worst">The largest of a step.</param>
public sealed record RelativeChanges(BootstrapInterval Mean, BootstrapInterval Deviation, BootstrapInterval Worst);

/// <summary>How well a comparison of two methods is known, given that other seeds and other held-out data would have given other numbers.</summary>
/// <remarks>
/// Each draw takes seeds with replacement and, independently, blocks of windows with replacement; the same blocks for every seed and for both methods, since these met the same data.
/// Blocks of neighbouring windows keep what depends on each other together (Künsch, 1989). A factor with one level only, one seed or one block, is kept as it is.
/// </remarks>
public static class TwoWayBootstrap
{
    private const int Measures = 3;

    /// <summary>The changes with their intervals; these have no ends for a single seed with a single block.</summary>
    /// <param name="seeds">One a seed, at least one.</param>
    /// <param name="options">How to draw; the defaults for null.</param>
    /// <exception cref="ArgumentException">There is no seed, blocks differ in number or in steps, or an option is out of its range.</exception>
    public static RelativeChanges Of(IReadOnlyList<PairedBlocks> seeds, BootstrapOptions? options = null)
    {
        options = (options ?? new()).Checked();
        var (blocks, steps) = Shape(seeds);
        var weights = new int[blocks];
        Array.Fill(weights, 1);
        var all = Enumerable.Range(0, seeds.Count).ToArray();
        var errors = new double[seeds.Count, 2, Measures];
        var profile = new double[steps];

        var point = Change();
        if (seeds.Count == 1 && blocks == 1) return new(Alone(point[0]), Alone(point[1]), Alone(point[2]));
        var random = new Random(options.Seed);
        var draws = Enumerable.Range(0, Measures).Select(_ => new double[options.Resamples]).ToArray();
        for (var i = 0; i < options.Resamples; i++)
        {
            Array.Clear(weights);
            for (var draw = 0; draw < blocks; draw++) weights[random.Next(blocks)]++;
            for (var draw = 0; draw < all.Length; draw++) all[draw] = random.Next(seeds.Count);
            var change = Change();
            for (var statistic = 0; statistic < Measures; statistic++) draws[statistic][i] = change[statistic];
        }
        BootstrapInterval Interval(int statistic) => BootstrapInterval.Of(point[statistic], draws[statistic], options.Confidence);
        return new(Interval(0), Interval(1), Interval(2));

        double[] Change()
        {
            foreach (var seed in all.Distinct())
            {
                Measure(seeds[seed].Method, seed, 0);
                Measure(seeds[seed].Reference, seed, 1);
            }
            return [.. Enumerable.Range(0, Measures).Select(statistic => all.Sum(seed => errors[seed, 0, statistic]) / all.Sum(seed => errors[seed, 1, statistic]) - 1)];
        }

        void Measure(double[][] perBlock, int seed, int side)
        {
            Average(perBlock, weights, profile);
            (errors[seed, side, 0], errors[seed, side, 1], errors[seed, side, 2]) = Of(profile);
        }
    }

    private static BootstrapInterval Alone(double value) => new(value, double.NaN, double.NaN);

    /// <summary>The mean of the blocks, each as often as it was drawn.</summary>
    private static void Average(double[][] perBlock, int[] weights, double[] profile)
    {
        Array.Clear(profile);
        for (var block = 0; block < perBlock.Length; block++)
        {
            if (weights[block] == 0) continue;
            var (errors, weight) = (perBlock[block], (double)weights[block] / perBlock.Length);
            for (var step = 0; step < profile.Length; step++) profile[step] += weight * errors[step];
        }
    }

    private static (double Mean, double Deviation, double Worst) Of(double[] profile)
    {
        var (sum, worst) = (0.0, double.NegativeInfinity);
        foreach (var error in profile) (sum, worst) = (sum + error, Math.Max(worst, error));
        var (mean, squares) = (sum / profile.Length, 0.0);
        foreach (var error in profile) squares += (error - mean) * (error - mean);
        return (mean, Math.Sqrt(squares / (profile.Length - 1)), worst);
    }

    private static (int Blocks, int Steps) Shape(IReadOnlyList<PairedBlocks> seeds)
    {
        if (seeds.Count == 0 || seeds[0].Method.Length == 0 || seeds[0].Method[0].Length == 0) throw new ArgumentException("there is nothing to compare, expected at least one seed with one block of one step", nameof(seeds));
        var (blocks, steps) = (seeds[0].Method.Length, seeds[0].Method[0].Length);
        foreach (var (place, seed) in seeds.Index())
            foreach (var (name, errors) in new[] { ("method", seed.Method), ("reference", seed.Reference) })
                if (errors.Length != blocks || errors.Any(block => block.Length != steps))
                    throw new ArgumentException($"the {name}'s errors of seed {place} are {errors.Length} blocks of {string.Join('/', errors.Select(block => block.Length).Distinct())} steps, expected {blocks} blocks of {steps}: all seeds and both methods are measured on the same blocks", nameof(seeds));
        return (blocks, steps);
    }
}
