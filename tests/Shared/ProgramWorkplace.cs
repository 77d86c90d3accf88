using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Examples.Tests;

/// <summary>An example's entry point.</summary>
public delegate int ProgramRun(string[] arguments, IAnsiConsole console, TextWriter error, CancellationToken cancellation, TimeProvider time);

/// <summary>A folder of its own, in which an example is run as a user would.</summary>
/// <param name="name">What the folder's name begins with.</param>
/// <param name="program">The example.</param>
public abstract class ProgramWorkplace(string name, ProgramRun program) : IDisposable
{
    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"{name}-{Guid.NewGuid():N}")).FullName;

    /// <summary>Flags that make a run take a fraction of a second.</summary>
    protected abstract Dictionary<string, string> SmallFlags { get; }

    /// <summary>Whether a command has a flag of these. The default is that all have all.</summary>
    protected virtual bool Takes(string command, string flag) => true;

    public string At(string file) => Path.Combine(Folder, file);

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a command on small data.</summary>
    public Outcome Small(string command, params string[] more) => Run(program, Sized(command, more));

    /// <summary>Runs a command on small data and stops it when its output first holds a text.</summary>
    public Outcome Stopped(string at, string command, params string[] more)
    {
        using var stop = new CancellationTokenSource();
        return Run(program, Sized(command, ["--log-every", "1", .. more]), stop, at);
    }

    public JsonObject Json(string file) => JsonNode.Parse(File.ReadAllText(At(file)))!.AsObject();

    /// <summary>All files under a folder with their contents, to see that nothing changed.</summary>
    public Dictionary<string, string> Files(string folder) =>
        Directory.EnumerateFiles(At(folder), "*", SearchOption.AllDirectories).ToDictionary(path => path, path => Convert.ToBase64String(File.ReadAllBytes(path)));

    /// <summary>A summary's text without what depends on the clock.</summary>
    public string Timeless(string run)
    {
        var summary = Json(Path.Combine(run, "summary.json"));
        summary.Remove("seconds");
        summary.Remove("secondsPerIteration");
        return summary.ToJsonString();
    }

    protected static Outcome Run(ProgramRun program, string[] arguments, CancellationTokenSource? stop = null, string? at = null)
    {
        using var output = new WatchedWriter(at, stop);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        var code = program(arguments, console, error, stop?.Token ?? CancellationToken.None, new HastyTime());
        return new Outcome(code, output.ToString(), error.ToString());
    }

    private string[] Sized(string command, string[] more) => [command, .. SmallFlags.Where(flag => !more.Contains(flag.Key) && Takes(command, flag.Key)).SelectMany(flag => new[] { flag.Key, flag.Value }), .. more];

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
