using System.Runtime.InteropServices;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace ExperimentKit.Machine;

/// <summary>Device and threads.</summary>
public static class Machines
{
    private const int MostThreadsByDefault = 4;

    /// <summary>
    /// Threads of one operation unless the user chooses: the physical cores, at most 4. The products of these models are too small to gain from more,
    /// and a second thread on one core's hyper-thread loses.
    /// </summary>
    public static int DefaultThreads { get; } = Math.Clamp(PhysicalCores(), 1, MostThreadsByDefault);

    /// <summary>The device of that name, which is there.</summary>
    /// <exception cref="UsageException">CUDA is asked for and libtorch has none.</exception>
    public static Device Device(string name) => name switch
    {
        "cpu" => CPU,
        _ when cuda.is_available() => CUDA,
        _ => throw new UsageException($"--device {name}: libtorch {__version__} sees no CUDA device here; use --device cpu, or a libtorch built for CUDA on a machine with an NVIDIA GPU"),
    };

    /// <summary>Sets the number of threads of one operation; for the whole process.</summary>
    public static void UseThreads(int threads) => set_num_threads(threads);

    /// <summary>What the manifest says about the machine.</summary>
    public static MachineFacts Facts(string device, int threads) => new(
        device, __version__, threads, threads == DefaultThreads ? "default" : "user", RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} logical processors");

    /// <summary>Cores that this process may use, hyper-threads not counted; all logical processors where the system does not say.</summary>
    private static int PhysicalCores()
    {
        const string cpuInfo = "/proc/cpuinfo";
        if (!File.Exists(cpuInfo)) return Environment.ProcessorCount;
        var cores = File.ReadLines(cpuInfo)
            .Where(line => line.StartsWith("physical id", StringComparison.Ordinal) || line.StartsWith("core id", StringComparison.Ordinal))
            .Select(line => line.Split(':')[1].Trim())
            .Chunk(2).Select(pair => string.Join('/', pair)).Distinct().Count();
        return cores == 0 ? Environment.ProcessorCount : Math.Min(cores, Environment.ProcessorCount);
    }
}
