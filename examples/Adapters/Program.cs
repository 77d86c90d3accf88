using Adapters.Commands;
using Adapters.Sweeps;
using ExperimentKit.CommandLine;
using Spectre.Console;

namespace Adapters;

/// <summary>The entry point.</summary>
internal static class Program
{
    private const string Name = "dotnet run -c Release --project examples/Adapters --";

    private static int Main(string[] arguments)
    {
        using var interrupt = new Interrupt();
        return Run(arguments, AnsiConsole.Console, Console.Error, interrupt.Token);
    }

    /// <summary>Runs one command line, wherever it writes to.</summary>
    internal static int Run(string[] arguments, IAnsiConsole console, TextWriter error, CancellationToken cancellation, TimeProvider? time = null) =>
        new Application(Name, "A language model that is adapted to other text through few numbers, under requirements: not to forget, where capacity pays, a budget of parameters, to stay mergeable.",
            [PretrainCommand.Create(), AdaptCommand.Create(), CompareCommand.Create(), PlaceCommand.Create(), MergeCommand.Create()])
            .Run(arguments, new Session(console, error, string.Join(' ', arguments), time ?? TimeProvider.System, cancellation));
}
