using Cifar.Commands;
using Cifar.Quantization;
using Cifar.Sweeps;
using ExperimentKit.CommandLine;
using Spectre.Console;

namespace Cifar;

/// <summary>The entry point.</summary>
internal static class Program
{
    private const string Name = "dotnet run -c Release --project examples/Cifar --";

    private static int Main(string[] arguments)
    {
        using var interrupt = new Interrupt();
        return Run(arguments, AnsiConsole.Console, Console.Error, interrupt.Token);
    }

    /// <summary>Runs one command line, wherever it writes to.</summary>
    internal static int Run(string[] arguments, IAnsiConsole console, TextWriter error, CancellationToken cancellation, TimeProvider? time = null) =>
        new Application(Name, "Image classifiers under bounds, and what the bounds cost: augmentation with a price, which symmetries the data has, and which layers need their bits.", [AugmentCommand.Create(), SymmetriesCommand.Create(), CompareCommand.Create(), SurveyCommand.Create(), QuantizeCommand.Create(), PrecisionsCommand.Create(), SensitivityCommand.Create()])
            .Run(arguments, new Session(console, error, string.Join(' ', arguments), time ?? TimeProvider.System, cancellation));
}
