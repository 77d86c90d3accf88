using System.Diagnostics;

namespace Benchmarks;

/// <summary>Seconds per execution.</summary>
internal readonly record struct Sample(double Wall, double Cpu);

/// <summary>Times a workload: batches long enough for the clock, for as long as asked.</summary>
internal static class Measurement
{
    private const double BatchSeconds = 0.05;

    /// <summary>How often a batch executes the work, so that it lasts long enough to time.</summary>
    internal static long Calibrate(IWorkload workload)
    {
        for (var times = 1L; ; times *= 2)
        {
            var start = Stopwatch.GetTimestamp();
            workload.Run(times);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (seconds >= BatchSeconds / 2) return Math.Max(1, (long)(times * BatchSeconds / seconds));
        }
    }

    /// <summary>The median batch of those that fit in <paramref name="seconds"/>.</summary>
    internal static Sample Take(IWorkload workload, long times, double seconds)
    {
        var samples = new List<Sample>();
        var end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        do
        {
            var cpu = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            workload.Run(times);
            var wall = Stopwatch.GetElapsedTime(start);
            samples.Add(new Sample(wall.TotalSeconds / times, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / times));
        }
        while (Stopwatch.GetTimestamp() < end);
        return new Sample(Median(samples, batch => batch.Wall), Median(samples, batch => batch.Cpu));
    }

    internal static double Median<T>(IEnumerable<T> items, Func<T, double> number)
    {
        double[] sorted = [.. items.Select(number).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
