using Spectre.Console;

namespace ExperimentKit.CommandLine;

/// <summary>What a command needs from its surroundings; tests bring their own.</summary>
/// <param name="Console">Where results and progress go.</param>
/// <param name="Error">Where warnings and the one sentence of a failure go.</param>
/// <param name="CommandLine">What the user typed, for the manifest.</param>
/// <param name="Time">The clock.</param>
/// <param name="Cancellation">Asks to stop; what runs finishes its step and saves its state.</param>
public sealed record Session(IAnsiConsole Console, TextWriter Error, string CommandLine, TimeProvider Time, CancellationToken Cancellation)
{
    /// <summary>Writes a line as it is: the console would break it at its own width, which a file or a pipe does not have.</summary>
    public void WriteLine(string line = "") => Console.Profile.Out.Writer.WriteLine(line);
}
