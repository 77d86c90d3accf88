using Adapters.Options;
using Adapters.Results;
using Adapters.Training;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;

namespace Adapters.Commands;

/// <summary><c>adapt</c>: one adapter under requirements.</summary>
internal static class AdaptCommand
{
    private const string Description =
        "Adapts a frozen language model to other text through few numbers. Requirements stand beside it, each with a multiplier that is its price: not to forget old text, a size for what is added at each site, "
        + "a budget of parameters, to lose little when merged at low precision. The adapter is written as the PEFT library lays it out, in the folder adapter of the run. "
        + "Ctrl-C finishes the step, saves, and says how to go on.";

    internal static Command Create() => new(
        "adapt", "adapt a model through few numbers, under requirements", Description,
        [.. AdaptOptions.Table.Flags, .. RunFlags.Of("runs/adapt-METHOD-TIME")],
        [
            ("adapt --base runs/base --method lora", "a first adapter, to another random language"),
            ("adapt --base runs/perl --text \"/usr/share/doc/**/copyright\" --old-text \"/usr/share/perl/**/*.pm\" --method lorta --rank 20 --forget 0.05", "licences, without forgetting Perl"),
            ("adapt --base runs/base --capacity 0.1 --rank 2", "where does capacity pay?"),
            ("adapt --base runs/base --base-bits 4 --mergeable 0.01 --merge-bits 4", "one that can be merged into a base of 4 bits"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var resumed = flags["resume"] is { } path ? RunFolder.Open(path) : null;
        var options = resumed is not null
            ? RunFlags.OfResumed(flags, AdaptOptions.Table, resumed, run => AdaptOptions.Table.WithFile(new(), run.Config))
            : RunFlags.Settings(flags, AdaptOptions.Table, new AdaptOptions(), AdaptOptions.Smoke);
        var folder = resumed ?? RunFolder.New(flags["out"] ?? RunFlags.DefaultFolder("adapt", options.Method, "text", session.Time));
        if (flags.Has("smoke")) options = SmokeBase.For(options, folder, session);
        options.Checked();
        if (flags.Has("print-config"))
        {
            session.WriteLine(AdaptOptions.Table.ToJson(options).TrimEnd());
            return ExitCode.Success;
        }
        var done = AdaptSummary.Read(folder) is { IsComplete: true } summary ? summary : null;
        if (done is not null) session.WriteLine($"the run in {folder.Path} is complete already: nothing to do");
        done ??= new AdaptRun(options, folder, session).Execute();

        session.WriteLine();
        session.WriteLine(FormattableString.Invariant($"{done.Label}: {done.Iterations} steps of {done.SecondsPerIteration * 1000:G3} ms, {done.Passes:F0} passes"));
        session.WriteLine(AdaptTables.Losses(done).ToText().TrimEnd());
        if (done.Requirements.Count > 0) session.WriteLine(AdaptTables.Prices(done).ToText().TrimEnd());
        foreach (var sentence in AdaptTables.Sentences(done)) session.WriteLine(sentence);
        session.WriteLine($"adapter: {folder.At(AdaptRun.AdapterName)}");
        session.WriteLine($"report: {folder.Report}");
        return ExitCode.Success;
    }
}
