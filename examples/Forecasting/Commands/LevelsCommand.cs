using System.Globalization;
using ConstrainedLearning.Forecasting;
using ConstrainedLearning.Reports.Tables;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using Forecasting.Options;
using Forecasting.Results;
using Forecasting.Training;

namespace Forecasting.Commands;

/// <summary><c>levels</c>: quantiles of the per-step errors of a run without requirements.</summary>
internal static class LevelsCommand
{
    private const string Quantiles = "quantiles";
    private const string DefaultQuantiles = "0.25,0.5,0.75";

    private const string Description =
        "Prints quantiles, over the steps of the horizon, of the errors of a run without requirements: the published way to choose the bound of method constant. "
        + "Training errors are those that the last epoch met (training mode, parameters moving); validation errors are measured at its end.";

    internal static Command Create() => new(
        "levels", "print the levels that a run without bounds suggests", Description,
        [
            .. CommandFlags.ForRunsWithoutBounds,
            new(Quantiles, "LIST", "Levels", "which quantiles, between 0 and 1", DefaultQuantiles),
            new("reference", "DIR", "Levels", "a finished erm run; without it one is trained"),
            .. RunRequest.Flags.Where(flag => flag.Name != "resume"),
        ],
        [
            ("levels --data etth1 --split ett --out runs/etth1-erm", "train a run without bounds and print its levels"),
            ("levels --reference runs/etth1-erm --quantiles 0.1,0.5,0.9", "print other levels of a run that is there"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var fractions = Fractions(flags[Quantiles] ?? DefaultQuantiles);
        var options = RunRequest.Checked(MethodNames.Apply(RunRequest.Settings(flags), MethodNames.Erm));
        if (flags.Has("print-config"))
        {
            session.WriteLine(ForecastSettings.Table.ToJson(options).TrimEnd());
            return ExitCode.Success;
        }
        var folder = flags["reference"] ?? flags["out"] ?? RunRequest.DefaultFolder(options, MethodNames.Erm, session.Time);
        var summary = flags["reference"] is not null ? ReferenceRun.Finished(folder) : new ForecastRun(options, RunFolder.New(folder), session).Execute();

        var table = new Table(
            [new Column("quantile", Alignment.Right), new Column("train", Alignment.Right), new Column("validation", Alignment.Right)],
            [.. fractions.Select(fraction => (IReadOnlyList<string>)[fraction.ToString(CultureInfo.InvariantCulture), Level(summary.TrainRunningPerStep, fraction), Level(summary.Validation.PerStep, fraction)])]);
        session.WriteLine();
        session.WriteLine(FormattableString.Invariant($"{summary.Model} on {summary.Dataset}, horizon {summary.Horizon}: levels of the per-step errors without bounds"));
        session.WriteLine(table.ToText().TrimEnd());
        session.WriteLine();
        session.WriteLine($"train under one of them with --reference {folder} --epsilon quantile:F@train (or @val)");
        return ExitCode.Success;
    }

    private static string Level(double[] perStep, double fraction) => ResultTables.Number(StepLevels.Quantile(perStep, fraction));

    private static List<double> Fractions(string text) => [.. text.Split(',').Select(cell =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) && fraction is >= 0 and <= 1
            ? fraction
            : throw new UsageException($"--{Quantiles} is \"{text}\", expected numbers from 0 to 1 with commas between"))];
}
