using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;
using ExperimentKit.Sweeps;
using Forecasting.Options;
using Forecasting.Study;

namespace Forecasting.Commands;

/// <summary><c>study</c>: methods against plain training, over series, models and seeds.</summary>
internal static class StudyCommand
{
    private const string Group = "Study", Series = "series", Models = "models", Methods = "methods", Levels = "levels", Seeds = "seeds", ReportOnly = "report-only";
    private const string DefaultSeries = "newyork", DefaultModels = "dlinear", DefaultMethods = "constant,worst+share=0.5,growing", DefaultLevels = "quantile:0.25@train,quantile:0.5@train,quantile:0.75@train", DefaultSeeds = "0-4";

    private const string Description =
        "Trains every method on every series with every model at every seed, beside plain training (erm), one folder a run, and puts the differences side by side: paired by seed, with intervals over seeds and over blocks of "
        + "the test data, and with the strength of each method chosen by validation data. In each list what differs from the shared settings stands after +, as in ili+horizon=24 or worst+share=0.5. "
        + "The same command line again goes on where it stopped: finished runs are kept, a stopped one continues. Start it once for each core: the processes share the runs. "
        + "Runs of the method specialist give the floor that no method can be below.";

    internal static Command Create() => new(
        "study", "many methods over series, models and seeds, with statistics", Description,
        [
            new(Series, "LIST", Group, "series with commas between, as --data names them", DefaultSeries),
            new(Models, "LIST", Group, "models with commas between", DefaultModels),
            new(Methods, "LIST", Group, "methods with commas between; erm is always there", DefaultMethods),
            new(Levels, "LIST", Group, "levels at which every method constant without an epsilon of its own runs", DefaultLevels),
            new(Seeds, "LIST", Group, "seeds, as 0,1,2 or 0-4; all methods run at each", DefaultSeeds),
            new(ReportOnly, null, Group, "train nothing: tables and figures of the runs that have ended"),
            new("out", "DIR", Group, "the folder of the study; new, empty, or of the same study", "runs/study-TIME"),
            .. CommandFlags.ForComparisons.Where(flag => flag.Name is not ("data" or "model" or "seed" or "epsilon" or "rise" or "power" or "share" or "step" or "slope" or "offset" or "scale" or "rate" or "resilient")),
            .. RunRequest.Flags.Where(flag => flag.Name is "config" or "smoke"),
        ],
        [
            ("study --epochs 3 --seeds 0-2 --out runs/first", "four methods on the series that comes with the program"),
            ("study --series etth1,ili+horizon=24 --models dlinear+lr=1e-3,itransformer+d-model=64+d-ff=64 --methods constant,constant+resilient=2,worst+share=0.5,worst+share=0.8 --out runs/two", "two series and two models, with settings of their own"),
            ("study --series etth1,ili+horizon=24 --report-only --out runs/two", "tables of what has ended so far"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        // Processes that share the runs have a core each.
        var settings = MethodNames.Neutral(RunFlags.Settings(flags, ForecastSettings.Table, new ForecastOptions { Threads = 1 }, ForecastOptions.Smoke with { Threads = 1 }));
        var folder = flags["out"] ?? Path.Combine("runs", $"study-{session.Time.GetLocalNow():yyyyMMdd-HHmmss}");
        var levels = (flags[Levels] ?? DefaultLevels).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var plan = StudyPlan.Of(
            folder, settings, Variation.Of(Series, "data", flags[Series] ?? DefaultSeries), Variation.Of(Models, "model", flags[Models] ?? DefaultModels),
            Variation.Parse(flags[Methods] ?? DefaultMethods), levels, Variation.Seeds(flags[Seeds] ?? DefaultSeeds));
        SweepFolder.Open(folder, ForecastSettings.Table, settings, MethodNames.Neutral(new ForecastOptions()));
        var runs = flags.Has(ReportOnly) ? StudyRuns.Ended(plan) : StudyRuns.Execute(plan, session);
        if (runs.Count < plan.Count) session.WriteLine($"{plan.Count - runs.Count} of {plan.Count} runs have not ended: another process is at them, or will be; give the same command line again for the whole study");
        // Another process may still be at the plain training of a setting.
        var compared = runs.Where(run => run.Variant == MethodNames.Erm && run.IsUsable).Select(run => run.Setting).ToHashSet();
        runs = [.. runs.Where(run => compared.Contains(run.Setting))];
        if (runs.Count == 0) throw new RunFailedException($"no run of {MethodNames.Erm} has ended with numbers, and there is nothing to compare with it: see the warnings above");
        var methods = runs.Where(run => run.Summary.Method != MethodNames.Specialist).ToList();
        var floors = Floors.Of(runs);
        StudyReport.Write(folder, methods, new StudyOptions(), floors.Lines);
        AtomicFile.WriteText(Path.Combine(folder, "floors.md"), $"{floors.ToTable().ToMarkdown()}\n{Floors.Note}\n");
        AtomicFile.WriteText(Path.Combine(folder, "prices.md"), $"{PriceTable.Of(methods).ToMarkdown()}\n{PriceTable.Note}\n");
        session.WriteLine($"tables: {Path.Combine(folder, "study.md")}, floors.md and prices.md; report: {Path.Combine(folder, "report.html")}");
        return ExitCode.Success;
    }
}
