namespace Benchmarks;

/// <summary>
/// A line of the result: time per execution on both sides, the ratios of ours to theirs, and how much more processor time ours took. Ratios and difference are medians over pairs of turns,
/// one right after the other, so that what slows down both for a while does not show.
/// </summary>
internal static class Table
{
    internal static string Head { get; } = $"{"workload",-24}{"threads",8}{"ours",12}{"other",12}{"time",8}{"cpu",8}{"speed",8}{"extra",12}  target";

    /// <param name="row">What was timed.</param>
    /// <param name="ours">Our turns.</param>
    /// <param name="theirs">Theirs, turn for turn beside ours; empty: nobody's.</param>
    internal static string Line(Row row, IReadOnlyList<Sample> ours, IReadOnlyList<Sample> theirs)
    {
        var name = $"{row.Name,-24}{row.Threads,8}{Time(Measurement.Median(ours, turn => turn.Wall)),12}";
        if (theirs.Count == 0) return $"{name}{"-",12}{"-",8}{"-",8}{"-",8}{"-",12}  {row.Target}";
        (Sample Ours, Sample Theirs)[] pairs = [.. ours.Zip(theirs)];
        var time = Measurement.Median(pairs, pair => pair.Ours.Wall / pair.Theirs.Wall);
        var cpu = Measurement.Median(pairs, pair => pair.Ours.Cpu / pair.Theirs.Cpu);
        var extra = Measurement.Median(pairs, pair => pair.Ours.Cpu - pair.Theirs.Cpu);
        return $"{name}{Time(Measurement.Median(theirs, turn => turn.Wall)),12}{time,8:0.00}{cpu,8:0.00}{1 / time,8:0.00}{Time(extra),12}  {row.Target}";
    }

    private static string Time(double seconds) => Math.Abs(seconds) switch
    {
        < 1e-6 => $"{seconds * 1e9:0.0} ns",
        < 1e-3 => $"{seconds * 1e6:0.00} us",
        _ => $"{seconds * 1e3:0.00} ms",
    };
}
