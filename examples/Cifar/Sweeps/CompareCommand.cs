using Cifar.Options;
using Cifar.Results;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;
using ExperimentKit.Sweeps;

namespace Cifar.Sweeps;

/// <summary><c>compare</c>: methods of <c>augment</c> at the same seeds, side by side.</summary>
internal static class CompareCommand
{
    private const string EqualCost = "equal-cost", Against = "against";
    private const string DefaultMethods = "none,uniform,constrained,uniform+equal-cost", DefaultSeeds = "0,1,2";

    private const string Description =
        "Trains with each of several methods at each of several seeds and puts the results side by side, with differences paired by seed. +equal-cost gives a method as many epochs as make its passes those of "
        + "the method constrained, 2 + K/3 a step. Start the same command line once for each core: the processes share the runs.";

    internal static Command Create() => new(
        "compare", "several methods at several seeds, one table with paired differences", Description,
        [
            .. SweepCommand.Flags(AugmentOptions.Table, DefaultMethods, DefaultSeeds,
                new Flag(Against, "METHOD", "Sweep", "the method that the others' accuracy is compared with", "the first one")),
        ],
        [
            ("compare --epochs 20 --out runs/first", "the bound beside none and uniform augmentation, on the digits that come with the program"),
            ("compare --data cifar10 --per-class 100 --model resnet20 --methods none,uniform,constrained,constrained+proposals=8 --seeds 0-4 --out runs/chains", "what longer chains give"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var settings = RunFlags.Settings(flags, AugmentOptions.Table, new AugmentOptions(), AugmentOptions.Smoke);
        var variations = Variation.Parse(flags[SweepCommand.Methods] ?? DefaultMethods, EqualCost);
        var seeds = Variation.Seeds(flags[SweepCommand.Seeds] ?? DefaultSeeds);
        var reference = flags[Against] ?? variations[0].Label;
        if (variations.All(variation => variation.Label != reference)) throw new UsageException($"--against {reference} is not among --methods");
        var experiments = variations.Select(variation => (variation.Label, Options: Varied(variation, settings))).ToList();

        var folder = SweepCommand.Folder(flags, AugmentOptions.Table, settings, "compare", session.Time);
        var runs = seeds.SelectMany(seed => experiments.Select(experiment => SweepCommand.Run(
            experiment.Options with { Training = experiment.Options.Training with { Seed = seed } }, experiment.Label, SweepFolder.Of(folder, experiment.Label, $"seed-{seed}"), session))).ToList();
        var results = Sweep.Execute(runs, session);

        session.WriteLine();
        SweepCommand.TellMissing(results, session);
        var bySeed = results.Chunk(experiments.Count).ToList();
        var comparison = new Comparison([.. experiments.Select((experiment, place) => new MethodResults(experiment.Label, [.. bySeed.Select(row => row[place])]))], reference);
        session.WriteLine(comparison.ToTable().ToText().TrimEnd());
        AtomicFile.WriteText(Path.Combine(folder, "comparison.md"), $"{comparison.ToTable().ToMarkdown().TrimEnd()}\n\n{Comparison.Note(seeds.Count)}\n");
        session.WriteLine(Comparison.Note(seeds.Count));
        session.WriteLine($"table: {Path.Combine(folder, "comparison.md")}; a report beside each run");
        return ExitCode.Success;
    }

    private static AugmentOptions Varied(Variation variation, AugmentOptions settings)
    {
        var options = variation.Apply(AugmentOptions.Table, settings);
        if (!variation.Words.Contains(EqualCost)) return options;
        var cost = (settings with { Method = AugmentOptions.Constrained }).PassesPerStep;
        return options with { Training = options.Training with { Epochs = (int)Math.Round(options.Training.Epochs * cost / options.PassesPerStep) } };
    }
}
