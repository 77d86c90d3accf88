using Cifar.Commands;
using Cifar.Options;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;

namespace Cifar.Quantization;

/// <summary><c>quantize</c>: one model for low precision.</summary>
internal static class QuantizeCommand
{
    private const string Description =
        "Trains a classifier for weights and inputs of 1 to 8 bits. The constrained method trains at full precision, so that the output at low precision stays close to the output, and each layer close to itself; "
        + "the multiplier of a layer is the price of its precision. The other methods, with the same seeds and data, are there to compare with. "
        + "Ctrl-C finishes the step, saves, and says how to go on.";

    internal static Command Create() => new(
        "quantize", "train one classifier for low precision, under bounds or through the rounding", Description,
        [.. QuantizeOptions.Table.Flags, .. RunCommand.Flags],
        [
            ("quantize --bits 2 --epochs 10", "a first run on the digits that come with the program"),
            ("quantize --data cifar10 --per-class 200 --model preresnet20 --bits 2 --epsilon-layer 0.05 --relative", "each layer's error at most a twentieth of its signal, on a part of CIFAR-10"),
            ("quantize --data cifar10 --per-class 200 --model preresnet20 --bits 2 --method dorefa", "what it is to be compared with"),
            ("quantize --bits 8,4,2", "one model for three precisions"),
            ("quantize --bits 2 --epsilon-layer 0.05 --relative --budget 4 --then retrain", "bits for each layer by its price, 4 on average, and a training at these"),
            ("quantize --plan runs/layers/budget.json", "the bits of each layer from a file"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var (options, folder) = RunRequest<QuantizeOptions>.Of(flags, QuantizeOptions.Table, QuantizeOptions.Smoke, session.Time);
        options.Checked();
        if (flags.Has("print-config"))
        {
            session.WriteLine(options.ToJson().TrimEnd());
            return ExitCode.Success;
        }
        var done = QuantizeSummary.Read(folder) is { IsComplete: true } summary ? summary : null;
        if (done is not null) session.WriteLine($"the run in {folder.Path} is complete already: nothing to do");
        done ??= new QuantizeRun(options, folder, session).Execute();

        session.WriteLine();
        session.WriteLine(FormattableString.Invariant($"{done.Model} on {done.Dataset}, {options.Label}: {done.Iterations} steps of {done.SecondsPerIteration * 1000:G3} ms, {done.Passes:F0} passes"));
        session.WriteLine(QuantizeTables.Accuracy(done).ToText().TrimEnd());
        if (done.Bounds.Count > 0) session.WriteLine(QuantizeTables.Bounds(done).ToText().TrimEnd());
        foreach (var sentence in QuantizeReport.Sentences(done)) session.WriteLine(sentence);
        session.WriteLine($"report: {folder.Report}");
        if (done.Budget is not null && options.Then == QuantizeOptions.Retrain) TrainAgain(options, folder, session);
        return ExitCode.Success;
    }

    /// <summary>From the start at the bits that the budget gave out, with the bound on the output alone.</summary>
    private static void TrainAgain(QuantizeOptions options, RunFolder folder, Session session)
    {
        var again = RunFolder.Of(folder.At("retrained"));
        var done = QuantizeSummary.Read(again) is { IsComplete: true } summary ? summary : new QuantizeRun(options.AtPlan(folder.At(BudgetStep.FileName)), again, session).Execute();
        session.WriteLine();
        session.WriteLine("trained again at these bits:");
        session.WriteLine(QuantizeTables.Accuracy(done).ToText().TrimEnd());
        session.WriteLine($"report: {again.Report}");
    }
}
