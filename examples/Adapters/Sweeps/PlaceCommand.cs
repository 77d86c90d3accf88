using Adapters.Options;
using Adapters.Results;
using Adapters.Training;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;
using ExperimentKit.Sweeps;

namespace Adapters.Sweeps;

/// <summary><c>place</c>: one budget of ranks, placed by several rules.</summary>
internal static class PlaceCommand
{
    private const string Rules = "rules", ProbeSeeds = "probe-seeds", SitesKept = "sites-kept", Group = "Placement";
    private const string DefaultProbes = "0,1,2", DefaultSeeds = "10,11,12", DefaultKept = "4";
    private const double DefaultCapacity = 0.1;

    private const string Description =
        "Which sites should have an adapter? First some probes: LoRA on every site with a bound on the size of what is added at each (--capacity), whose multipliers, averaged over training and probes, say where capacity pays. "
        + "Then the same number of parameters is placed by several rules, at other seeds: by those prices, evenly, at random, by the norm of the loss's gradient, by the variance that few directions explain of each site's inputs (EVA), "
        + "and where capacity pays least. The tables show test text.";

    internal static Command Create() => new(
        "place", "find where capacity pays, and put it there", Description,
        [
            new(Rules, "LIST", Group, "rules with commas between", string.Join(',', PlacementRules.Names)),
            new(ProbeSeeds, "LIST", Group, "seeds of the probes", DefaultProbes),
            new(CompareCommand.Seeds, "LIST", Group, "seeds of the placed adapters; others than the probes'", DefaultSeeds),
            new(SitesKept, "N", Group, "on how many sites the budget is placed; it is that of rank 1 on all", DefaultKept),
            new("out", "DIR", Group, "the folder of the sweep; new, empty, or of the same sweep: finished runs are kept, and processes that are given the same folder share the work", "runs/adapters-place-TIME"),
            .. AdaptOptions.Table.Flags.Where(flag => flag.Name is not ("method" or "seed" or "rank" or "ranks" or "parameters")),
            .. RunFlags.Of("").Where(flag => flag.Name is "config" or "smoke"),
        ],
        [("place --base runs/perl --text \"/usr/share/doc/**/copyright\" --capacity 0.1 --out runs/place", "where in a model of Perl should capacity for licences go?")],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var settings = RunFlags.Settings(flags, AdaptOptions.Table, new AdaptOptions { Capacity = DefaultCapacity }, AdaptOptions.Smoke with { Capacity = 1e-3, Rank = null, OldText = null, Forget = null });
        var folder = flags["out"] ?? RunFlags.DefaultFolder("adapters", "place", "text", session.Time);
        if (flags.Has("smoke")) settings = SmokeBase.For(settings, RunFolder.Of(folder), session);
        settings = (settings with { Method = "lora", Rank = null, Parameters = null }).Checked();
        var (probes, seeds) = (Variation.Seeds(flags[ProbeSeeds] ?? DefaultProbes), Variation.Seeds(flags[CompareCommand.Seeds] ?? DefaultSeeds));
        var rules = (flags[Rules]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [.. PlacementRules.Names]).Select(PlacementRules.Checked).ToList();
        if (!int.TryParse(flags[SitesKept] ?? DefaultKept, out var kept) || kept < 1) throw new UsageException($"--{SitesKept} is \"{flags[SitesKept]}\", expected a whole number of at least 1");
        SweepFolder.Open(folder, AdaptOptions.Table, settings, new AdaptOptions());

        var probeRuns = probes.Select(seed => SweepRuns.Of(settings with { Rank = 2 }, "probe", seed, settings.Training.LearningRate, false, folder, session).Run).ToList();
        var probed = Sweep.Execute(probeRuns, session).OfType<AdaptSummary>().ToList();
        if (probed.Count < probes.Count) throw new RunFailedException("not all probes are done: another process is at them, or will be; give the same command line again");

        var placement = new PlacementRules(settings, probed, kept);
        var placed = (from seed in seeds from rule in rules select (Rule: rule, Seed: seed, Options: settings with { Capacity = null, Ranks = placement.Ranks(rule, seed) })).ToList();
        var runs = placed.Select(item => SweepRuns.Of(item.Options, item.Rule, item.Seed, item.Options.Training.LearningRate, false, folder, session).Run).ToList();
        var results = Sweep.Execute(runs, session);

        var comparison = Comparison.Of([.. placed.Zip(results, (item, result) => new ComparedRun(item.Rule, item.Seed, item.Options.Training.LearningRate, result))]);
        session.WriteLine();
        session.WriteLine(placement.ToTable().ToText().TrimEnd());
        session.WriteLine(comparison.ToTable().ToText().TrimEnd());
        foreach (var sentence in placement.Sentences) session.WriteLine(sentence);
        AtomicFile.WriteText(Path.Combine(folder, "placement.md"), $"{comparison.ToTable().ToMarkdown().TrimEnd()}\n\n{comparison.Note}\n\n{placement.ToTable().ToMarkdown().TrimEnd()}\n\n{string.Join("\n", placement.Sentences)}\n");
        session.WriteLine($"tables: {Path.Combine(folder, "placement.md")}; a report beside each run");
        return ExitCode.Success;
    }
}
