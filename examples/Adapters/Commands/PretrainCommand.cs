using Adapters.Options;
using Adapters.Results;
using Adapters.Training;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Settings;

namespace Adapters.Commands;

/// <summary><c>pretrain</c>: a base model.</summary>
internal static class PretrainCommand
{
    private const string Description =
        "Trains a small language model on text, to have something to adapt. The model is written as published ones are (config.json, model.safetensors), in the folder model of the run. "
        + "Ctrl-C finishes the step, saves, and says how to go on.";

    internal static Command Create() => new(
        "pretrain", "train a small language model to be adapted", Description,
        [.. PretrainOptions.Table.Flags, .. RunFlags.Of("runs/pretrain-MODEL-TIME")],
        [
            ("pretrain --out runs/base", "a first base model, of a random language whose entropy is known"),
            ("pretrain --text \"/usr/share/perl/**/*.pm\" --out runs/perl", "one that has read Perl"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        var (options, folder) = flags["resume"] is { } resumed
            ? (RunFlags.OfResumed(flags, PretrainOptions.Table, RunFolder.Open(resumed), run => PretrainOptions.Table.WithFile(new(), run.Config)), RunFolder.Open(resumed))
            : (RunFlags.Settings(flags, PretrainOptions.Table, new PretrainOptions(), PretrainOptions.Smoke), null);
        if (flags.Has("print-config"))
        {
            session.WriteLine(PretrainOptions.Table.ToJson(options).TrimEnd());
            return ExitCode.Success;
        }
        folder ??= RunFolder.New(flags["out"] ?? RunFlags.DefaultFolder("pretrain", options.Model, "base", session.Time));
        var done = PretrainSummary.Read(folder);
        if (done is not null) session.WriteLine($"the run in {folder.Path} is complete already: nothing to do");
        done ??= new PretrainRun(options, folder, session).Execute();
        session.WriteLine();
        session.WriteLine(FormattableString.Invariant($"{done.Model}, {done.Parameters:N0} numbers, on {done.Text}: {done.Iterations} steps of {done.SecondsPerIteration * 1000:G3} ms"));
        session.WriteLine(FormattableString.Invariant($"loss {done.Validation:F4} on validation text, {done.Test:F4} on test text{(done.Entropy is { } entropy ? $"; the language's entropy is {entropy:F4}" : "")} (nats a token)"));
        session.WriteLine($"model: {folder.At(BaseModel.Folder)}");
        return ExitCode.Success;
    }
}
