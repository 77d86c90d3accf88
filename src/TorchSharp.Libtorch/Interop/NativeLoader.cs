using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp.Interop;

/// <summary>Finds <c>libtorch_dispatch.so</c>: one list of places, in order, and one error that names them all.</summary>
internal static partial class NativeLoader
{
    internal const string Library = "torch_dispatch";
    private const string FileName = "libtorch_dispatch.so";
    private const string PathVariable = "TORCH_DISPATCH";

    /// <summary>
    /// Long enough to bridge the gap between two operators, too short to hold a core that somebody else needs: a step of a small transformer on two
    /// threads took 29, 24 and 20 ms with 0, 300 and 300000 (libgomp's own) on an idle machine, and 31, 35 and 104 ms beside one busy process.
    /// </summary>
    private const string SpinCount = "300";

    private static readonly Lazy<nint> Handle = new(Load);

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "The resolver must stand before the first call.")]
    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, (name, _, _) => name == Library ? Handle.Value : 0);

    private static nint Load()
    {
        CalmIdleThreads();
        var failures = new StringBuilder();
        foreach (var path in Candidates())
        {
            if (!File.Exists(path))
            {
                failures.Append("\n  ").Append(path).Append(": no such file");
                continue;
            }
            try
            {
                return NativeLibrary.Load(path);
            }
            catch (DllNotFoundException e)
            {
                failures.Append("\n  ").Append(path).Append(": ").Append(e.Message.Trim());
            }
        }
        throw new DllNotFoundException(
            $"The bridge to libtorch, {FileName}, could not be loaded. Tried, in order:{failures}\n" +
            $"Build it with eng/setup.sh (which also finds or installs libtorch), or name the file in the environment variable {PathVariable}.");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named)
        {
            yield return named;
            yield break;
        }
        var folders = new List<string> { AppContext.BaseDirectory };
        if (Path.GetDirectoryName(typeof(NativeLoader).Assembly.Location) is { Length: > 0 } own && own != AppContext.BaseDirectory.TrimEnd('/')) folders.Add(own);
        foreach (var folder in folders)
        {
            yield return Path.Combine(folder, FileName);
            yield return Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName);
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, "artifacts", "native", FileName);
            if (File.Exists(built)) yield return built;
        }
    }

    /// <summary>
    /// Idle OpenMP threads spin by default, which on a shared machine costs more than the second thread brings. libgomp reads
    /// its environment once, when it is loaded, and .NET's own environment does not reach it: hence libc's setenv.
    /// </summary>
    private static void CalmIdleThreads()
    {
        if (!OperatingSystem.IsWindows()) SetEnvironmentVariable("GOMP_SPINCOUNT", SpinCount, overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
