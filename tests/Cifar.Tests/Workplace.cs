using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Cifar.Tests;

/// <summary>A folder of its own, in which the program is run as a user would, on a part of the digits.</summary>
public sealed class Workplace : IDisposable
{
    /// <summary>Sizes that make a run take a fraction of a second: 200 images, 4 steps an epoch.</summary>
    private static readonly Dictionary<string, string> _small = new()
    {
        ["--data"] = "digits",
        ["--per-class"] = "20",
        ["--batch"] = "50",
        ["--epochs"] = "3",
        ["--dual-lr"] = "0.1",
        ["--threads"] = "1",
    };

    public Workplace() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "cifar-" + Guid.NewGuid().ToString("N"));

    public string At(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs a command on the small set.</summary>
    public Outcome Small(string command, params string[] more) => Run(Sized(command, more));

    /// <summary>Runs a command on the small set and stops it when its output first holds a text.</summary>
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

    /// <summary>The lines of a run's log of one kind.</summary>
    public List<JsonObject> Log(string run, string kind) =>
        [.. File.ReadLines(At(Path.Combine(run, "metrics.jsonl"))).Select(line => JsonNode.Parse(line)!.AsObject()).Where(line => line["event"]!.GetValue<string>() == kind)];

    private string[] Sized(string command, string[] more) => [command, .. _small.Where(size => !more.Contains(size.Key)).SelectMany(size => new[] { size.Key, size.Value }), .. more];

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
