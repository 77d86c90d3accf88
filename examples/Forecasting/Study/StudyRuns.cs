using System.Diagnostics;
using ExperimentKit.CommandLine;
using ExperimentKit.Sweeps;
using Forecasting.Options;
using Forecasting.Results;
using Forecasting.Training;
using Spectre.Console;

namespace Forecasting.Study;

/// <summary>Executes what a study plans.</summary>
internal static class StudyRuns
{
    /// <summary>Runs what has not ended, and gives what has.</summary>
    /// <exception cref="RunCancelledException">The user stopped it; the run under way is saved.</exception>
    internal static IReadOnlyList<StudyRun> Execute(IReadOnlyList<PlannedRun> plan, Session session)
    {
        var clock = Stopwatch.StartNew();
        var before = plan.Count(run => File.Exists(run.Folder.Summary));
        var results = Sweep.Execute([.. plan.Select(run => Of(run, session))], session, (run, done) =>
            session.WriteLine(Line(run, done, plan.Count, clock.Elapsed / Math.Max(1, done - before))));
        return [.. plan.Zip(results).Where(pair => pair.Second is not null).Select(pair => Result(pair.First, pair.Second!))];
    }

    /// <summary>What has ended, without running anything.</summary>
    internal static IReadOnlyList<StudyRun> Ended(IReadOnlyList<PlannedRun> plan) =>
        [.. plan.Select(run => (run, Summary: Summary.Read(run.Folder))).Where(pair => pair.Summary is not null).Select(pair => Result(pair.run, pair.Summary!))];

    private static StudyRun Result(PlannedRun run, Summary summary) => new(run.Setting, run.Family, run.Variant, run.Options.Seed, run.Folder, summary, TestBlocks.Read(run.Folder));

    private static SweepRun<Summary> Of(PlannedRun run, Session session) => new(run.Label, run.Folder, () => Summary.Read(run.Folder), () => Train(run, session))
    {
        IsReady = () => run.Variant == MethodNames.Erm || File.Exists(run.Reference.Summary),
    };

    private static Summary Train(PlannedRun run, Session session)
    {
        if (run.Variant != MethodNames.Erm && Summary.Read(run.Reference) is { IsComplete: false })
            throw new RunFailedException($"{run.Label}: plain training with this seed gave no numbers to compare with");
        // A study tells of whole runs; what happens in them is in their own logs.
        var quiet = session with { Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }) };
        var summary = new ForecastRun(run.Options, run.Folder, quiet) { HasReport = false }.Execute();
        Directory.Delete(run.Folder.Checkpoints, recursive: true);
        return summary;
    }

    private static string Line(SweepRun<Summary> run, int done, int all, TimeSpan pace)
    {
        var summary = run.Done()!;
        var left = pace * (all - done); // the pace of all processes together
        return FormattableString.Invariant($"{done} of {all} | {run.Label} | test MSE {summary.Test.Mse:G4}, window STD {summary.Test.WindowStd:G4} | about {(int)left.TotalHours}:{left:mm\\:ss} left at this pace");
    }
}
