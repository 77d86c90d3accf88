using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using Forecasting.Options;
using Forecasting.Results;
using Forecasting.Training;

namespace Forecasting.Commands;

/// <summary><c>compare</c>: the same training without bounds and under each shape of bounds, side by side.</summary>
internal static class CompareCommand
{
    private const string Methods = "methods";
    private const string DefaultMethods = "constant,constant+resilient";
    private const string SettingsFile = "comparison.json";

    private const string Description =
        "Trains without bounds (erm) and under each of several shapes of bounds, with the same seed and data, and puts the results side by side. "
        + "Each run has its own folder in OUT. The same command line again goes on where it stopped: finished runs are kept, a stopped one continues, further methods are added.";

    internal static Command Create() => new(
        "compare", "train without bounds and under several shapes of bounds, one table", Description,
        [
            new(Methods, "LIST", "Comparison", "methods with commas between, each with +resilient where its bounds may give way; erm is always there", DefaultMethods),
            .. CommandFlags.ForComparisons,
            .. RunRequest.Flags.Where(flag => flag.Name != "resume").Select(flag => flag.Name == "out" ? flag with { Meaning = "the folder of the comparison; new, empty, or of the same comparison", Default = "runs/DATA-MODEL-compare-TIME" } : flag),
        ],
        [
            ("compare --epochs 3 --out runs/first", "erm, constant and constant+resilient on the series that comes with the program"),
            ("compare --data ili --horizon 24 --methods constant,linear,exponential,monotonic+resilient --out runs/ili", "other shapes on a benchmark series"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var settings = MethodNames.Neutral(RunRequest.Settings(flags));
        string[] labels = [MethodNames.Erm, .. (flags[Methods] ?? DefaultMethods).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(label => label != MethodNames.Erm).Distinct()];
        var runs = labels.Select(label => (Label: label, Options: RunRequest.Checked(MethodNames.Apply(settings, label)))).ToList();
        settings = ForecasterNames.Resolve(settings);
        if (flags.Has("print-config"))
        {
            session.WriteLine(ForecastSettings.Table.ToJson(settings).TrimEnd());
            return ExitCode.Success;
        }

        var folder = flags["out"] ?? RunRequest.DefaultFolder(settings, "compare", session.Time);
        CheckFolder(folder, settings);
        List<(string Label, Summary Summary)> done = [];
        foreach (var (label, options) in runs)
        {
            var own = RunFolder.Of(Path.Combine(folder, label.Replace('+', '-')));
            var summary = Execute(label == MethodNames.Erm ? options : options with { Reference = Path.Combine(folder, MethodNames.Erm) }, own, folder, session);
            if (done.Count == 0) AtomicFile.WriteText(Path.Combine(folder, SettingsFile), ForecastSettings.Table.ToJson(settings));
            done.Add((label, summary));
        }
        Comparison.Write(folder, done);
        session.WriteLine();
        session.WriteLine(ResultTables.Compared(Comparison.WithReferenceViolation(done), "test").ToText().TrimEnd());
        session.WriteLine($"report: {Path.Combine(folder, "report.html")}");
        return ExitCode.Success;
    }

    private static Summary Execute(ForecastOptions options, RunFolder own, string folder, Session session)
    {
        if (Summary.Read(own) is { IsComplete: true } done)
        {
            session.WriteLine($"{MethodNames.Label(options)}: finished before, kept");
            return done;
        }
        try
        {
            return new ForecastRun(options, own, session).Execute();
        }
        catch (RunCancelledException e)
        {
            throw new RunCancelledException($"stopped in {MethodNames.Label(options)}, whose state is saved: go on with the same command line and --out {folder}", e);
        }
    }

    /// <summary>New, empty, or begun with the same settings; a stopped run of an earlier part has its settings in its own folder.</summary>
    private static void CheckFolder(string folder, ForecastOptions settings)
    {
        var file = Path.Combine(folder, SettingsFile);
        var first = Path.Combine(folder, MethodNames.Erm, "config.json");
        if (!File.Exists(file) && !File.Exists(first))
        {
            RunFolder.New(folder);
            return;
        }
        var (path, asked) = File.Exists(file) ? (file, settings) : (first, RunRequest.Checked(MethodNames.Apply(settings, MethodNames.Erm)));
        var before = ForecasterNames.Resolve(ForecastSettings.Table.WithFile(MethodNames.Neutral(new ForecastOptions()), path));
        if (ForecastSettings.Table.Difference(before, asked) is var (name, was, now))
            throw new UsageException($"--{name} is {now}, but the comparison in {folder} has {was}: go on with the same settings, or start a new one with another --out");
    }
}
