using Adapters.Options;
using Adapters.Results;
using Adapters.Training;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;
using ExperimentKit.Sweeps;

namespace Adapters.Sweeps;

/// <summary><c>compare</c>: adapters and requirements side by side.</summary>
internal static class CompareCommand
{
    internal const string Methods = "methods", Seeds = "seeds", Rates = "rates";

    private const string Group = "Sweep", DefaultMethods = "lora,lorta,vera,full", DefaultSeeds = "0,1,2";

    private const string Description =
        "Trains with each of several adapters, at each of several seeds and learning rates, and puts the results side by side; each adapter's rate is the one with the lowest mean loss on validation text, "
        + "and what is shown is test text. --parameters gives all about the same number of trained numbers. Start the same command line once for each core: the processes share the runs.";

    internal static Command Create() => new(
        "compare", "several adapters or requirements at several seeds, one table", Description,
        [
            .. Flags,
            .. AdaptOptions.Table.Flags.Where(flag => flag.Name is not ("method" or "seed")),
            .. RunFlags.Of("").Where(flag => flag.Name is "config" or "smoke"),
        ],
        [
            ("compare --base runs/base --parameters 1000 --out runs/first", "four adapters of the same size"),
            ("compare --base runs/perl --text \"/usr/share/doc/**/copyright\" --old-text \"/usr/share/perl/**/*.pm\" --methods lora+forget=0.1,lora+forget=0.03,lora+penalty=0.5,lora+penalty=1 --out runs/forgetting", "bounds beside fixed penalties"),
        ],
        Run);

    /// <summary>The flags of a sweep of adaptations.</summary>
    internal static IReadOnlyList<Flag> Flags { get; } =
    [
        new(Methods, "LIST", Group, "adapters with commas between; settings that differ from the shared ones stand after +, as in lora+rank=2+forget=0.1", DefaultMethods),
        new(Seeds, "LIST", Group, "seeds, as 0,1,2 or 0-4; all run at each", DefaultSeeds),
        new(Rates, "LIST", Group, "learning rates; each adapter gets the best of them on validation text", "that of --lr"),
        new("out", "DIR", Group, "the folder of the sweep; new, empty, or of the same sweep: finished runs are kept, and processes that are given the same folder share the work", "runs/adapters-compare-TIME"),
    ];

    private static int Run(GivenFlags flags, Session session)
    {
        var settings = RunFlags.Settings(flags, AdaptOptions.Table, new AdaptOptions(), AdaptOptions.Smoke);
        var variations = Variation.Parse(flags[Methods] ?? DefaultMethods);
        var seeds = Variation.Seeds(flags[Seeds] ?? DefaultSeeds);
        var rates = RatesOf(flags[Rates], settings.Training.LearningRate);
        var folder = flags["out"] ?? RunFlags.DefaultFolder("adapters", "compare", "text", session.Time);
        if (flags.Has("smoke")) settings = SmokeBase.For(settings, RunFolder.Of(folder), session);
        var experiments = variations.Select(variation => (variation.Label, Options: variation.Apply(AdaptOptions.Table, settings))).ToList();
        foreach (var (_, options) in experiments) options.Checked();

        SweepFolder.Open(folder, AdaptOptions.Table, settings, new AdaptOptions());
        var runs = (from seed in seeds from experiment in experiments from rate in rates select SweepRuns.Of(experiment.Options, experiment.Label, seed, rate, rates.Length > 1, folder, session)).ToList();
        var results = Sweep.Execute(runs.Select(run => run.Run).ToList(), session);
        var missing = results.Count(result => result is null);
        session.WriteLine();
        if (missing > 0) session.WriteLine($"{missing} of {results.Count} runs are not done or failed: another process is at them, or will be; give the same command line again for the whole table");

        var comparison = Comparison.Of([.. runs.Zip(results, (run, result) => new ComparedRun(run.Label, run.Seed, run.Rate, result))]);
        session.WriteLine(comparison.ToTable().ToText().TrimEnd());
        AtomicFile.WriteText(Path.Combine(folder, "comparison.md"), $"{comparison.ToTable().ToMarkdown().TrimEnd()}\n\n{comparison.Note}\n");
        session.WriteLine(comparison.Note);
        session.WriteLine($"table: {Path.Combine(folder, "comparison.md")}; a report beside each run");
        return ExitCode.Success;
    }

    private static double[] RatesOf(string? text, double otherwise)
    {
        if (text is null) return [otherwise];
        double[] rates = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => double.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate > 0 && double.IsFinite(rate) ? rate : throw new UsageException($"--{Rates}: \"{part}\" is no number above 0"))];
        return rates is [_, ..] ? rates : throw new UsageException($"--{Rates} is empty: give one or more numbers");
    }
}
