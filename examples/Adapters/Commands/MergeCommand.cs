using Adapters.Options;
using Adapters.Training;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Adapters.Files;
using ConstrainedLearning.Models.Files;
using ConstrainedLearning.Models.Language;
using ConstrainedLearning.Quantization;
using ExperimentKit.CommandLine;
using static TorchSharp.torch;

namespace Adapters.Commands;

/// <summary><c>merge</c>: an adapter into its base model.</summary>
internal static class MergeCommand
{
    private const string BaseFlag = "base", AdapterFlag = "adapter", OutFlag = "out", BitsFlag = "bits", WeightFlag = "weight", Group = "Merge";

    private const string Description =
        "Puts adapters into the weights of their base model and writes the model that results, as published models are written; with --bits the weights are rounded. Says how far the output has moved by it: but for rounding, not at all. "
        + "Several adapters add up.";

    internal static Command Create() => new(
        "merge", "put an adapter into its base model", Description,
        [
            new(BaseFlag, "DIR", Group, "the base model"),
            new(AdapterFlag, "DIRS", Group, "the adapter's folder (adapter_config.json, adapter_model.safetensors), or several with commas between"),
            new(WeightFlag, "LIST", Group, "how much of each adapter", "1"),
            new(BitsFlag, "N", Group, "round the merged matrices to so many bits", "as they are"),
            new(OutFlag, "DIR", Group, "where the merged model goes; must be new or empty"),
        ],
        [
            ("merge --base runs/base --adapter runs/lora/adapter --out runs/merged", "one adapter"),
            ("merge --base runs/base --adapter runs/a/adapter,runs/b/adapter --weight 0.5,0.5 --out runs/both", "half of each of two"),
        ],
        Run);

    private static int Run(GivenFlags flags, Session session)
    {
        string Needed(string flag) => flags[flag] ?? throw new UsageException($"--{flag} is missing");
        var (path, folders, target) = (Needed(BaseFlag), Needed(AdapterFlag).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), ExperimentKit.Runs.RunFolder.New(Needed(OutFlag)).Path);
        var weights = Weights(flags[WeightFlag], folders.Length);
        IQuantizer? grid = flags[BitsFlag] is not { } bits ? null
            : int.TryParse(bits, out var count) && count is >= 2 and <= 8 ? new SymmetricQuantizer(count) { Granularity = Granularity.PerChannel() }
            : throw new UsageException($"--{BitsFlag} is \"{bits}\", expected a whole number from 2 to 8");

        var (model, _) = BaseModel.Open(path);
        using var owned = model;
        using var adapted = new AdaptedModel(model);
        foreach (var (place, folder) in folders.Index())
        {
            var (config, tensors) = AdapterFolder.Read(folder);
            using var state = new AdapterState(config, tensors);
            new PeftLayout().Import(adapted, Name(place), state);
        }
        adapted.eval();
        adapted.Activate([.. weights.Select((weight, place) => (Name(place), weight))]);
        using var tokens = arange(Math.Min(model.Options.ContextLength, model.Options.VocabularySize), dtype: ScalarType.Int64).unsqueeze(0);
        var report = Merged(adapted, () => model.call(tokens), grid);
        PretrainedLanguageModel.Save(model, target);
        BaseModel.CopyTokenizer(path, target);
        session.WriteLine(report.ToString());
        session.WriteLine($"model: {target}");
        return ExitCode.Success;
    }

    private static MergeReport Merged(AdaptedModel adapted, Func<Tensor> probe, IQuantizer? grid)
    {
        try
        {
            return adapted.MergeIn(probe, grid);
        }
        catch (InvalidOperationException e)
        {
            throw new RunFailedException(e.Message, e);
        }
    }

    private static double[] Weights(string? text, int count)
    {
        if (text is null) return [.. Enumerable.Repeat(1.0, count)];
        double[] weights = [.. text.Split(',').Select(part => double.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var weight) && double.IsFinite(weight) ? weight : throw new UsageException($"--{WeightFlag}: \"{part}\" is no number"))];
        return weights.Length == count ? weights : throw new UsageException($"--{WeightFlag} has {weights.Length} numbers for {count} adapters");
    }

    private static string Name(int place) => FormattableString.Invariant($"adapter{place}");
}
