using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Benchmarks;

/// <summary>A Python process that times PyTorch's side of a workload when asked; idle otherwise.</summary>
internal sealed class PyTorch : IContender
{
    private readonly Process _process;

    internal PyTorch(string python, string script, Row row, string device)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[script, row.Script, row.Threads.ToString(CultureInfo.InvariantCulture), device]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in row.Environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        if (_process.StandardOutput.ReadLine() is null) throw new InvalidOperationException($"{python} {script} {row.Script} ended before it was ready");
    }

    /// <summary>Whether a Python exists and has PyTorch.</summary>
    internal static bool IsIn(string python)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import torch"]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public Sample Take(double seconds)
    {
        _process.StandardInput.WriteLine(seconds.ToString(CultureInfo.InvariantCulture));
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the PyTorch process ended");
        var json = JsonDocument.Parse(answer).RootElement;
        return new Sample(json.GetProperty("wall").GetDouble(), json.GetProperty("cpu").GetDouble());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(5000);
        _process.Dispose();
    }
}
