using Cifar.Sweeps;
using ConstrainedLearning.Reports.Tables;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;
using ExperimentKit.Sweeps;

namespace Cifar.Quantization;

/// <summary><c>precisions</c>: methods of <c>quantize</c> at several bit widths and seeds, side by side.</summary>
internal static class PrecisionsCommand
{
    private const string Against = "against", Bits = "bits";
    private const string DefaultMethods = "post-training,dorefa,constrained", DefaultSeeds = "0,1,2", DefaultBits = "8,4,2,1";

    private const string Description =
        "Trains with each of several methods of quantize for each of several bit widths at each of several seeds, and puts the results side by side, with differences paired by seed. +bits=2 is for a method whose bounds fit one bit width. Post-training is trained once "
        + "for all bit widths. Start the same command line once for each core: the processes share the runs.";

    internal static Command Create() => new(
        "precisions", "several methods of quantize at several bit widths and seeds, one table with paired differences", Description,
        [
            .. SweepCommand.Flags(QuantizeOptions.Table, DefaultMethods, DefaultSeeds,
                new Flag(Bits, "LIST", "Sweep", "the bit widths, with commas between", DefaultBits),
                new Flag(Against, "METHOD", "Sweep", "the method that the others' accuracy is compared with", "the first one")).DistinctBy(flag => flag.Name).Where(flag => flag.Group != "Budget"),
        ],
        [
            ("precisions --epochs 10 --bits 4,2 --out runs/first", "the constrained method beside the others, on the digits that come with the program"),
            ("precisions --data cifar10 --per-class 150 --model preresnet20 --methods dorefa,lsq+model=preresnet20-relu,constrained,constrained+epsilon-layer=0.2+relative=true --out runs/bits", "baselines and bounds on a part of CIFAR-10"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var own = new GivenFlags(flags.Values.Where(pair => pair.Key != Bits).ToDictionary());
        var settings = RunFlags.Settings(own, QuantizeOptions.Table, new QuantizeOptions(), QuantizeOptions.Smoke);
        var variations = Variation.Parse(flags[SweepCommand.Methods] ?? DefaultMethods);
        var seeds = Variation.Seeds(flags[SweepCommand.Seeds] ?? DefaultSeeds);
        var widths = QuantizeOptions.ParseBits(flags[Bits] ?? DefaultBits);
        var reference = flags[Against] ?? variations[0].Label;
        if (variations.All(variation => variation.Label != reference)) throw new UsageException($"--against {reference} is not among --methods");
        var trainings = variations.SelectMany(variation => Trainings(variation, variation.Apply(QuantizeOptions.Table, settings), widths)).ToList();

        var folder = SweepCommand.Folder(own, QuantizeOptions.Table, settings, "precisions", session.Time);
        var runs = seeds.SelectMany(seed => trainings.Select(training => RunOf(training, seed, folder, session))).ToList();
        var results = Sweep.Execute(runs, session);

        session.WriteLine();
        var missing = results.Count(run => run is not { IsComplete: true });
        if (missing > 0) session.WriteLine($"{missing} of {runs.Count} runs are not done: another process is at them, or will be, or they ended with a loss that is not finite; the table leaves them out");
        var bySeed = results.Chunk(trainings.Count).ToList();
        var table = PrecisionTable.Of([.. trainings.Select((training, place) => new TrainedAt(training.Label, training.Options.Bits, [.. bySeed.Select(row => row[place])]))], widths, reference);
        session.WriteLine(table.ToText().TrimEnd());
        session.WriteLine(PrecisionTable.Note(seeds.Count));
        AtomicFile.WriteText(Path.Combine(folder, "precisions.md"), $"{table.ToMarkdown().TrimEnd()}\n\n{PrecisionTable.Note(seeds.Count)}\n");
        session.WriteLine($"table: {Path.Combine(folder, "precisions.md")}; a report beside each run");
        return ExitCode.Success;
    }

    /// <summary>One training for each bit width; a single one where a training is the same for all.</summary>
    private static IEnumerable<(string Label, QuantizeOptions Options)> Trainings(Variation variation, QuantizeOptions options, int[] widths)
    {
        if (variation.Settings.ContainsKey(Bits)) return [(variation.Label, options.Checked())]; // a variation for one bit width: bounds that fit it
        if (options.Method == QuantizeOptions.PostTraining) return [(variation.Label, (options with { Bits = widths }).Checked())];
        var possible = options.Method == QuantizeOptions.Lsq ? widths.Where(bits => bits > 1) : widths;
        return possible.Select(bits => (variation.Label, (options with { Bits = [bits] }).Checked()));
    }

    private static SweepRun<QuantizeSummary> RunOf((string Label, QuantizeOptions Options) training, long seed, string folder, Session session)
    {
        var options = training.Options with { Training = training.Options.Training with { Seed = seed } };
        var run = SweepFolder.Of(folder, $"{training.Label}-{string.Join('-', options.Bits)}", $"seed-{seed}");
        return new($"{training.Label} at {string.Join(", ", options.Bits)} bits, seed {seed}", run, () => QuantizeSummary.Read(run), () => new QuantizeRun(options, run, session).Execute());
    }
}
