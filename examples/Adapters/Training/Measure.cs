using ConstrainedLearning.Models.Language;
using static TorchSharp.torch;

namespace Adapters.Training;

/// <summary>A language model's loss: mean cross-entropy in nats a token.</summary>
internal static class Measure
{
    /// <summary>On a batch, of the logits [batch, length, vocabulary]; with gradient.</summary>
    internal static Tensor Loss(Tensor logits, TextBatch batch) => nn.functional.cross_entropy(logits.view(-1, logits.size(-1)), batch.Targets.reshape(-1));

    /// <summary>Of each of some windows, evenly spaced; in evaluation mode.</summary>
    internal static double[] PerWindow(LanguageModel model, TextWindows text, int windows)
    {
        using var _ = no_grad();
        var training = model.training;
        model.eval();
        List<double> losses = [];
        foreach (var batch in text.Evenly(windows))
        {
            using var scope = NewDisposeScope();
            var logits = model.call(batch.Inputs);
            var each = nn.functional.cross_entropy(logits.view(-1, logits.size(-1)), batch.Targets.reshape(-1), reduction: nn.Reduction.None);
            losses.AddRange(each.view(batch.Inputs.shape).mean([1]).to(ScalarType.Float64).cpu().data<double>().ToArray());
        }
        model.train(training);
        return [.. losses];
    }

    /// <summary>The mean over some windows.</summary>
    internal static double Mean(LanguageModel model, TextWindows text, int windows) => PerWindow(model, text, windows).Average();
}
