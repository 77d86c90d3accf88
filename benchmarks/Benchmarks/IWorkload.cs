namespace Benchmarks;

/// <summary>Something to time: the same work as the PyTorch workload of the same name.</summary>
internal interface IWorkload : IDisposable
{
    /// <summary>Does the work so many times, and waits for the device.</summary>
    void Run(long times);
}
