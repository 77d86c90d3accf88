using Adapters.Options;
using Adapters.Results;
using ConstrainedLearning;
using ConstrainedLearning.Models.Language;
using ExperimentKit.CommandLine;
using ExperimentKit.Machine;
using ExperimentKit.Runs;
using ExperimentKit.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Adapters.Training;

/// <summary>One training of a base model, from its settings to its folder. It goes on where an earlier part of it stopped.</summary>
internal sealed class PretrainRun(PretrainOptions options, RunFolder folder, Session session)
{
    /// <summary>Runs to the end; the model then lies in the folder's <see cref="BaseModel.Folder"/>.</summary>
    /// <exception cref="RunCancelledException">The user stopped it; the state is saved.</exception>
    /// <exception cref="RunFailedException">The loss was not finite.</exception>
    internal PretrainSummary Execute()
    {
        var training = options.Training;
        var device = Machines.Device(training.Device);
        Machines.UseThreads(training.Threads);
        var tokenizer = options.CreateTokenizer();
        using var text = new TextData(options.Text, tokenizer, options.Tokens, options.Context, training.Batch, device);
        manual_seed(training.Seed);
        using var model = options.CreateModel(tokenizer.VocabularySize);
        model.to(device);
        using var record = RunRecord.Begin(folder, PretrainOptions.Table.ToJson(options), session, training.Seed, Machines.Facts(training.Device, training.Threads), [text.Facts]);

        using var learner = new PrimalDual(model, optim.AdamW(model.parameters(), training.LearningRate), [], DualUpdate.Ascent(1)).ClipGradient(1);
        using var loop = new TrainingLoop<TextBatch>(new LoopOptions(training.Looks, training.LogEvery, training.TensorBoard), learner, TextData.Batches(text.Training(training.StepsPerLook, training.Seed)), folder)
        {
            Evaluate = batch => Evaluation.Of(Measure.Loss(model.call(batch.Inputs), batch)),
            Look = _ => new() { ["validation loss"] = Measure.Mean(model, text.Validation, training.Windows) },
            Schedule = training.Schedule,
        };
        var result = loop.Run(session, $"pretrain {options.Model}");
        if (result.Status == TrainingStatus.Cancelled) throw new RunCancelledException($"pretrain {result.Message}: go on with --resume {folder.Path}");
        var summary = new PretrainSummary
        {
            Text = options.Text,
            Model = options.Model,
            Seed = training.Seed,
            Parameters = model.parameters().Sum(parameter => parameter.numel()),
            Iterations = result.Steps,
            SecondsPerIteration = result.Seconds / result.Steps,
            Validation = Measure.Mean(model, text.Validation, training.Windows),
            Test = Measure.Mean(model, text.Test, training.Windows),
            Entropy = text.Entropy,
            Status = RunStatus.Of(result.Status),
            Message = result.Message,
        };
        if (result.Status == TrainingStatus.Completed) BaseModel.Save(folder.At(BaseModel.Folder), model, options);
        summary.Write(folder);
        record.End(summary.Status, summary.Message);
        return result.Status == TrainingStatus.Completed ? summary : throw new RunFailedException($"pretrain: {result.Message}");
    }
}
