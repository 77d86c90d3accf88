namespace Benchmarks;

/// <summary>One side of a row.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Seconds per execution: the median batch of those that fit in <paramref name="seconds"/>.</summary>
    Sample Take(double seconds);
}

/// <summary>Our side: a workload in this process.</summary>
internal sealed class Ours(IWorkload workload) : IContender
{
    private readonly long _times = Measurement.Calibrate(workload);

    public Sample Take(double seconds) => Measurement.Take(workload, _times, seconds);

    public void Dispose() => workload.Dispose();
}
