namespace Benchmarks;

/// <summary>A line of the result: time per execution on both sides, and the ratios of ours to theirs.</summary>
internal static class Table
{
    internal static string Head { get; } = $"{"workload",-24}{"threads",8}{"ours",12}{"other",12}{"time",8}{"cpu",8}{"speed",8}{"extra",12}  target";

    internal static string Line(Row row, Sample ours, Sample? theirs)
    {
        var ratios = theirs is { } t ? $"{Time(t.Wall),12}{ours.Wall / t.Wall,8:0.00}{ours.Cpu / t.Cpu,8:0.00}{t.Wall / ours.Wall,8:0.00}{Time(ours.Cpu - t.Cpu),12}" : $"{"-",12}{"-",8}{"-",8}{"-",8}{"-",12}";
        return $"{row.Name,-24}{row.Threads,8}{Time(ours.Wall),12}{ratios}  {row.Target}";
    }

    private static string Time(double seconds) => Math.Abs(seconds) switch
    {
        < 1e-6 => $"{seconds * 1e9:0.0} ns",
        < 1e-3 => $"{seconds * 1e6:0.00} us",
        _ => $"{seconds * 1e3:0.00} ms",
    };
}
