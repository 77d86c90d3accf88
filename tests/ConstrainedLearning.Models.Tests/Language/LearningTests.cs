using ConstrainedLearning.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Language;

/// <summary>Small models learn what can be learnt, and no more.</summary>
public sealed class LearningTests
{
    public static TheoryData<string> Families => ["gpt2", "llama"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Model_learns_a_repeating_text_by_heart(string family)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var corpus = TextCorpus.FromText(string.Concat(Enumerable.Repeat("a quick brown fox. ", 40)), new CharacterTokenizer());
        using var model = Small(family, 96, 16);

        Train(model, new TextWindows(corpus, new() { Length = 16, BatchSize = 8, BatchesPerEpoch = 120 }), 1e-2);

        Loss(model, new TextWindows(corpus, new() { Length = 16, BatchSize = 8 }).Evenly(16), skip: 8).Should().BeLessThan(0.05);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Loss_on_a_markov_chain_comes_down_to_its_entropy_and_not_below(string family)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(2);
        var language = new MarkovText(states: 6, seed: 4);
        using var training = TextCorpus.FromText(language.Generate(60_000, seed: 1), new CharacterTokenizer());
        using var validation = TextCorpus.FromText(language.Generate(30_000, seed: 2), new CharacterTokenizer());
        using var model = Small(family, 96, 16);

        Train(model, new TextWindows(training, new() { Length = 16, BatchSize = 16, BatchesPerEpoch = 300 }), 1e-2);

        // 29,000 letters: a deviation of about 0.005. From the second letter of a window on, all that can be known is known.
        var loss = Loss(model, new TextWindows(validation, new() { Length = 16, BatchSize = 128 }).Evenly(1800), skip: 0);
        loss.Should().BeGreaterThan(language.EntropyRate - 0.02).And.BeLessThan(language.EntropyRate + 0.06);
        loss.Should().BeLessThan(Math.Log(6) - 0.2);
    }

    private static LanguageModel Small(string family, int vocabulary, int context)
    {
        var options = new LanguageModelOptions { VocabularySize = vocabulary, ContextLength = context, Width = 32, Layers = 2, Heads = 4 };
        return family == "gpt2" ? new Gpt2(options) : new Llama(options with { KeyValueHeads = 2 });
    }

    private static void Train(LanguageModel model, TextWindows windows, double rate)
    {
        using var optimizer = optim.Adam(model.parameters(), rate);
        foreach (var batch in windows.Epoch(0))
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(batch.Inputs).flatten(0, 1), batch.Targets.flatten()).backward();
            optimizer.step();
        }
    }

    /// <summary>The mean over places from <paramref name="skip"/> on.</summary>
    private static double Loss(LanguageModel model, IEnumerable<TextBatch> batches, int skip)
    {
        using var frozen = no_grad();
        var losses = new List<double>();
        foreach (var batch in batches)
        {
            using var step = NewDisposeScope();
            var length = batch.Inputs.shape[1] - skip;
            losses.Add(nn.functional.cross_entropy(model.call(batch.Inputs).narrow(1, skip, length).flatten(0, 1), batch.Targets.narrow(1, skip, length).flatten()).item<float>());
        }
        return losses.Average();
    }
}
