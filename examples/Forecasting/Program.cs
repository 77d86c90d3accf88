using ExperimentKit.CommandLine;
using Forecasting.Commands;
using Forecasting.Sensitivity;
using Spectre.Console;

namespace Forecasting;

/// <summary>The entry point.</summary>
internal static class Program
{
    private const string Name = "dotnet run -c Release --project examples/Forecasting --";

    private static int Main(string[] arguments)
    {
        using var interrupt = new Interrupt();
        return Run(arguments, AnsiConsole.Console, Console.Error, interrupt.Token);
    }

    /// <summary>Runs one command line, wherever it writes to.</summary>
    internal static int Run(string[] arguments, IAnsiConsole console, TextWriter error, CancellationToken cancellation, TimeProvider? time = null) =>
        new Application(Name, "Forecasting under requirements: bounds on the error at each step, and what each bound costs.", [TrainCommand.Create(), LevelsCommand.Create(), CompareCommand.Create(), StudyCommand.Create(), SensitivityCommand.Create()])
            .Run(arguments, new Session(console, error, string.Join(' ', arguments), time ?? TimeProvider.System, cancellation));
}
