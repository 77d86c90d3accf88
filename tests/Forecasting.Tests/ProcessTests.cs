using System.Diagnostics;

namespace Forecasting.Tests;

/// <summary>The program as a process of its own: exit codes, streams, signals.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Process_bad_data_ends_with_one_sentence_on_the_error_stream()
    {
        File.WriteAllText(_place.Data, Workplace.Csv(400, row => row == 10 ? "2020-01-01 10:00:00,abc,1" : null));

        using var process = Start("train", "--data", _place.Data, "--out", _place.At("run"));

        var (output, error) = Read(process);
        new Outcome(process.ExitCode, output, error).ShouldFail(1, "line 12", "abc");
        output.Should().BeEmpty();
    }

    [Fact]
    public void Process_interrupt_saves_and_says_how_to_go_on()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = Start("train", "--data", _place.Data, "--epsilon", "0.2", "--lookback", "16", "--horizon", "4", "--epochs", "1000000", "--threads", "1", "--out", _place.At("run"));

        process.StandardOutput.ReadLine().Should().Contain("epoch 1/1000000");
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var (_, error) = Read(process);

        process.ExitCode.Should().Be(130);
        error.Should().Contain("--resume " + _place.At("run")).And.NotContain("   at ");
        Directory.EnumerateFiles(_place.At("run/checkpoints"), "*.checkpoint").Should().NotBeEmpty();
    }

    [Fact]
    public void Process_killed_in_a_study_and_another_beside_it_give_the_tables_of_one_that_ran_through()
    {
        string[] Study(string folder) =>
            ["study", "--series", _place.Data, "--methods", "constant", "--levels", "quantile:0.5@train,0.3", "--seeds", "0-1", "--lookback", "16", "--horizon", "4", "--epochs", "30", "--out", _place.At(folder)];
        using (var straight = Start(Study("straight"))) Read(straight);
        using (var killed = Start(Study("all")))
        {
            killed.StandardOutput.ReadLine().Should().StartWith("1 of 6 |");
            Thread.Sleep(new Random().Next(300)); // somewhere in a run, or between two
            killed.Kill();
            killed.WaitForExit();
        }

        using (var one = Start(Study("all")))
        using (var other = Start(Study("all")))
        {
            foreach (var process in new[] { one, other })
            {
                Read(process).Error.Should().BeEmpty();
                process.ExitCode.Should().Be(0);
            }
        }

        foreach (var table in new[] { "study.md", "study.csv", "families.csv", "floors.md", "prices.md" })
            File.ReadAllText(_place.At("all/" + table)).Should().Be(File.ReadAllText(_place.At("straight/" + table)));
    }

    [Fact]
    public void Process_without_libtorch_says_where_it_looked()
    {
        using var process = Start(["train", "--data", _place.Data, "--epsilon", "1"], start => start.Environment["TORCH_DISPATCH"] = _place.At("absent.so"));

        var (_, error) = Read(process);
        process.ExitCode.Should().Be(1);
        error.Should().Contain(_place.At("absent.so")).And.NotContain("   at ");
    }

    private static Process Start(params string[] arguments) => Start(arguments, _ => { });

    private static Process Start(string[] arguments, Action<ProcessStartInfo> change)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Forecasting.dll"), .. arguments]) start.ArgumentList.Add(argument);
        change(start);
        return Process.Start(start)!;
    }

    private static (string Output, string Error) Read(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, error.GetAwaiter().GetResult());
    }
}
