using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Forecasting.Tests;

/// <summary>A folder of its own with a small series, in which the program is run as a user would.</summary>
public sealed class Workplace : IDisposable
{
    /// <summary>Sizes that make a run take a fraction of a second: 8 steps an epoch.</summary>
    private static readonly Dictionary<string, string> _small = new()
    {
        ["--lookback"] = "16",
        ["--horizon"] = "4",
        ["--batch"] = "32",
        ["--epochs"] = "3",
        ["--lr"] = "0.001",
        ["--threads"] = "1",
    };

    public Workplace()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Data, Csv(400));
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "forecasting-" + Guid.NewGuid().ToString("N"));

    /// <summary>400 hours of two channels: a daily wave, and the same with noise.</summary>
    public string Data => At("series.csv");

    public string At(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs a command on the small series.</summary>
    public Outcome Small(string command, params string[] more) => Run(Sized(command, more));

    /// <summary>Runs a command on the small series and stops it when its output first holds a text.</summary>
    public Outcome Stopped(string at, string command, params string[] more)
    {
        using var stop = new CancellationTokenSource();
        return Run(Sized(command, ["--log-every", "1", .. more]), stop, at);
    }

    public static Outcome Run(params string[] arguments) => Run(arguments, null, null);

    public JsonObject Json(string name) => JsonNode.Parse(File.ReadAllText(At(name)))!.AsObject();

    /// <summary>All files under a folder with their contents, to see that nothing changed.</summary>
    public Dictionary<string, string> Files(string name) =>
        Directory.EnumerateFiles(At(name), "*", SearchOption.AllDirectories).ToDictionary(path => path, path => Convert.ToBase64String(File.ReadAllBytes(path)));

    /// <summary>A summary's text without what depends on the clock.</summary>
    public string Timeless(string run)
    {
        var summary = Json(Path.Combine(run, "summary.json"));
        summary.Remove("seconds");
        summary.Remove("secondsPerIteration");
        return summary.ToJsonString();
    }

    public static string Csv(int rows, Func<int, string?>? replace = null)
    {
        var random = new Random(7);
        var text = new StringBuilder("date,wave,noisy\n");
        for (var i = 0; i < rows; i++)
        {
            var wave = Math.Sin(2 * Math.PI * i / 24);
            var line = string.Create(CultureInfo.InvariantCulture, $"{new DateTime(2020, 1, 1).AddHours(i):yyyy-MM-dd HH:mm:ss},{wave:F5},{wave + random.NextDouble() - 0.5:F5}");
            text.Append(replace?.Invoke(i) ?? line).Append('\n');
        }
        return text.ToString();
    }

    private string[] Sized(string command, string[] more) => [command, "--data", Data, .. _small.Where(size => !more.Contains(size.Key)).SelectMany(size => new[] { size.Key, size.Value }), .. more];

    private static Outcome Run(string[] arguments, CancellationTokenSource? stop, string? at)
    {
        using var output = new WatchedWriter(at, stop);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        var code = Program.Run(arguments, console, error, stop?.Token ?? CancellationToken.None, new HastyTime());
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>A text that cancels when it first holds another.</summary>
    private sealed class WatchedWriter(string? at, CancellationTokenSource? stop) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (at is not null && value!.Contains(at, StringComparison.Ordinal)) stop!.Cancel();
        }
    }

    /// <summary>A clock on which a minute passes between any two looks, so that no progress line is held back.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now += 60;
    }
}

/// <summary>What a command gave back.</summary>
public sealed record Outcome(int Code, string Output, string Error)
{
    /// <summary>Checks for a failure that is told in one sentence.</summary>
    public void ShouldFail(int code, params string[] words)
    {
        Error.Should().ContainAll(words);
        Error.TrimEnd('\n').Should().NotContain("\n").And.NotContain("   at ").And.EndWith(".");
        Code.Should().Be(code);
    }

    public Outcome ShouldSucceed()
    {
        Error.Should().BeEmpty();
        Code.Should().Be(0, Output);
        return this;
    }
}
