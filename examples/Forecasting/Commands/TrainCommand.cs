using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using Forecasting.Options;
using Forecasting.Results;
using Forecasting.Training;

namespace Forecasting.Commands;

/// <summary><c>train</c>: one run.</summary>
internal static class TrainCommand
{
    private const string Description =
        "Trains a forecaster so that its mean squared error at each step of the horizon stays below a bound, and reports the price (multiplier) of each bound. "
        + "Errors are in standardised units. Reported numbers are those of the last epoch; those of the epoch with the lowest validation error are in summary.json under \"best\". "
        + "quantile:F@train is of the training errors as the last epoch met them (training mode, parameters moving), as published; summary.json's \"train\" is measured afterwards in evaluation mode. "
        + "Ctrl-C finishes the step, saves, and says how to go on.";

    internal static Command Create() => new(
        "train", "train one forecaster under bounds on each step's error", Description,
        [.. ForecastSettings.Table.Flags, .. RunRequest.Flags],
        [
            ("train --epochs 3", "a first run on the series that comes with the program"),
            ("train --data etth1 --split ett --model itransformer --epsilon quantile:0.5@val --resilient 2", "bounds at the validation median of a run without bounds, which may give way"),
            ("train --data my.csv.gz --horizon 24 --method linear --slope 0.01 --offset 0.2", "your own data, a bound that grows along the horizon"),
            ("train --resume runs/newyork-dlinear-constant-20260131-120000", "go on with a run that was stopped"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var request = RunRequest.Of(flags, session.Time);
        if (flags.Has("print-config"))
        {
            session.WriteLine(ForecastSettings.Table.ToJson(request.Options).TrimEnd());
            return ExitCode.Success;
        }
        var folder = request.Resumes ? RunFolder.Open(request.Folder) : RunFolder.New(request.Folder);
        if (Summary.Read(folder) is { IsComplete: true } done)
        {
            session.WriteLine($"the run in {folder.Path} is complete already: nothing to do");
            Show(done, folder, session);
            return ExitCode.Success;
        }
        Show(new ForecastRun(request.Options, folder, session).Execute(), folder, session);
        return ExitCode.Success;
    }

    private static void Show(Summary summary, RunFolder folder, Session session)
    {
        session.WriteLine();
        session.WriteLine(FormattableString.Invariant($"{summary.Model} on {summary.Dataset}, {summary.Method}: {summary.Iterations} steps of {summary.SecondsPerIteration * 1000:G3} ms"));
        session.WriteLine($"bounds: {summary.EpsilonSource}{(summary.Epsilon is [var first, ..] && summary.Epsilon.All(level => level == first) ? FormattableString.Invariant($", {first:G4}") : "")}");
        session.WriteLine(ResultTables.Of(summary).ToText().TrimEnd());
        foreach (var (name, multipliers) in summary.Multipliers)
        {
            var dearest = Enumerable.Range(0, multipliers.Length).OrderByDescending(i => multipliers[i]).Take(3);
            session.WriteLine($"dearest bounds ({name}): {string.Join(", ", dearest.Select(i => FormattableString.Invariant($"step {i + 1} at {multipliers[i]:G4}")))}");
        }
        foreach (var remark in summary.Remarks) session.WriteLine(remark);
        session.WriteLine($"report: {folder.Report}");
    }
}
