using Cifar.Options;
using Cifar.Results;
using ConstrainedLearning.Models;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;
using ExperimentKit.Sweeps;

namespace Cifar.Sweeps;

/// <summary><c>survey</c>: <c>symmetries</c> on data with each of several planted symmetries, at several seeds.</summary>
internal static class SurveyCommand
{
    private const string Symmetries = "symmetries";
    private const string DefaultMethods = "constrained,constrained+resilient=1,none,uniform,augerino", DefaultSeeds = "0-4", DefaultSymmetries = "none,rotated180,translated,scaled";

    private const string Description =
        "Plants each of several symmetries in the data and asks at each of several seeds which family of transformations is cheapest, and how accurate each method is. "
        + "Start the same command line once for each core: the processes share the runs.";

    internal static Command Create() => new(
        "survey", "plant symmetries and see how often prices and slacks find them, and at what accuracy", Description,
        SweepCommand.Flags(SymmetryOptions.Table, DefaultMethods, DefaultSeeds,
            new Flag(Symmetries, "LIST", "Sweep", "the symmetries to plant, with commas between; none: the data as it is", DefaultSymmetries)),
        [("survey --data mnist --per-class 200 --batch 100 --epochs 30 --out runs/mnist", "a part of MNIST, with and without resilience, beside what it is to be compared with")],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var settings = RunFlags.Settings(flags, SymmetryOptions.Table, new SymmetryOptions(), SymmetryOptions.Smoke);
        var variations = Variation.Parse(flags[SweepCommand.Methods] ?? DefaultMethods);
        var seeds = Variation.Seeds(flags[SweepCommand.Seeds] ?? DefaultSeeds);
        var planted = (flags[Symmetries] ?? DefaultSymmetries).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        if (planted.Count == 0) throw new UsageException("--symmetries names none: give one or more, with commas between");
        foreach (var symmetry in planted.Where(symmetry => !SymmetryOptions.Symmetries.Contains(symmetry)))
            throw new UsageException($"--symmetries: there is no \"{symmetry}\"{NearestName.Hint(symmetry, SymmetryOptions.Symmetries)}");
        var cells = planted.SelectMany(symmetry => variations.Select(variation => (symmetry, variation.Label, Options: variation.Apply(SymmetryOptions.Table, settings) with { Generator = symmetry }))).ToList();

        var folder = SweepCommand.Folder(flags, SymmetryOptions.Table, settings with { Generator = "none" }, "survey", session.Time);
        var runs = seeds.SelectMany(seed => cells.Select(cell => SweepCommand.Run(
            cell.Options with { Training = cell.Options.Training with { Seed = seed } }, $"{cell.symmetry}, {cell.Label}", SweepFolder.Of(folder, cell.symmetry, cell.Label, $"seed-{seed}"), session))).ToList();
        var results = Sweep.Execute(runs, session);

        session.WriteLine();
        SweepCommand.TellMissing(results, session);
        var bySeed = results.Chunk(cells.Count).ToList();
        var survey = new Survey([.. cells.Select((cell, place) => new PlantedResults(cell.symmetry, new MethodResults(cell.Label, [.. bySeed.Select(row => row[place])])))]);
        foreach (var table in survey.Tables()) session.WriteLine(table.ToText());
        AtomicFile.WriteText(Path.Combine(folder, "survey.md"), string.Concat(survey.Tables().Select(table => $"{table.Caption}\n\n{table.ToMarkdown().TrimEnd()}\n\n")));
        session.WriteLine($"tables: {Path.Combine(folder, "survey.md")}; a report beside each run");
        return ExitCode.Success;
    }
}
