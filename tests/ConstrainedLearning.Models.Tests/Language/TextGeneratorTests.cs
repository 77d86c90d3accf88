using ConstrainedLearning.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Language;

public sealed class TextGeneratorTests
{
    private static readonly float[] _logits = [1f, 3f, 2f, 3f, -1f];

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.9999)]
    public void Draw_at_temperature_0_is_the_first_of_the_largest(double uniform) => TokenChoice.Draw(_logits, new() { Temperature = 0 }, uniform).Should().Be(1);

    [Theory]
    [InlineData(1.0, 0, 1.0)]
    [InlineData(0.5, 0, 1.0)]
    [InlineData(2.0, 3, 1.0)]
    [InlineData(1.0, 0, 0.8)]
    [InlineData(1.0, 4, 0.5)]
    [InlineData(1.0, 1, 1.0)]
    [InlineData(1.0, 0, 0.01)]
    public void Draw_has_the_distribution_asked_for(double temperature, int topK, double topP)
    {
        var options = new GenerationOptions { Temperature = temperature, TopK = topK, TopP = topP };
        const int draws = 20_000;

        var counts = new double[_logits.Length];
        for (var i = 0; i < draws; i++) counts[TokenChoice.Draw(_logits, options, (i + 0.5) / draws)] += 1.0 / draws;

        counts.Zip(Expected(temperature, topK, topP), (found, wanted) => Math.Abs(found - wanted)).Max().Should().BeLessThan(2e-4);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Draw_refuses_logits_that_are_no_numbers(float logit)
    {
        var draw = () => TokenChoice.Draw([0, logit], new(), 0);

        draw.Should().Throw<InvalidOperationException>().WithMessage("*logit*the model's weights are damaged*");
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    public void Generate_takes_at_each_place_the_most_probable_token_of_the_full_pass(string name)
    {
        using var scope = NewDisposeScope();
        using var model = LanguageSample.Model(name);
        Waves.Fill(model);
        var tokens = new List<long> { 4, 2 };
        while (tokens.Count < 9) tokens.Add(model.call(tensor(tokens.ToArray(), [1, tokens.Count]))[0, -1].argmax().item<long>());

        var generated = new TextGenerator(model, new Letters()).Generate([4, 2], new() { Temperature = 0 });

        generated.Should().Equal(tokens.Skip(2), "the context has 9 tokens");
        model.training.Should().BeTrue();
    }

    [Fact]
    public void Generate_depends_on_its_seed_alone()
    {
        using var model = LanguageSample.Model("gpt2");
        var generator = new TextGenerator(model, new Letters());
        string Text(long seed)
        {
            randn(3).Dispose();
            return generator.Generate("ab", new() { Seed = seed });
        }

        Text(1).Should().Be(Text(1)).And.HaveLength(7);
        Enumerable.Range(2, 5).Select(seed => Text(seed)).Distinct().Should().HaveCountGreaterThan(1);
    }

    [Fact]
    public void Generate_stops_before_the_end_token_and_at_the_number_asked_for()
    {
        using var model = LanguageSample.Model("llama");
        Waves.Fill(model);
        var generator = new TextGenerator(model, new Letters());
        var all = generator.Generate([4, 2], new() { Temperature = 0 });

        generator.Generate([4, 2], new() { Temperature = 0, EndToken = all[^1] }).Should().Equal(all.TakeWhile(token => token != all[^1]));
        generator.Generate([4, 2], new() { Temperature = 0, MaximumTokens = 3 }).Should().Equal(all.Take(3));
        generator.Generate([4, 2], new() { MaximumTokens = 0 }).Should().BeEmpty();
    }

    [Fact]
    public void Generate_keeps_the_space_between_the_prompt_and_what_follows()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = BytePairTokenizer.Read(folder.Write("tokenizer.json", BytePairSample.Llama2().ToJsonString()));
        using var scope = NewDisposeScope();
        using var model = new Gpt2(LanguageSample.Options with { VocabularySize = tokenizer.VocabularySize });
        // The logits are the products of a constant with the tokens' vectors: that token comes always whose vector it is.
        using (no_grad())
        {
            var table = model.get_parameter("transformer.wte.weight")!;
            model.get_parameter("transformer.ln_f.weight")!.zero_();
            model.get_parameter("transformer.ln_f.bias")!.copy_(table[tokenizer.Find("▁low")!.Value] * 100);
            table[tokenizer.Find("▁low")!.Value].mul_(10);
        }

        new TextGenerator(model, tokenizer).Generate("low", new() { Temperature = 0, MaximumTokens = 2 }).Should().Be(" low low");
    }

    [Fact]
    public void Prompts_and_tokenizers_that_do_not_fit_are_refused()
    {
        using var model = LanguageSample.Model("gpt2");
        var generator = new TextGenerator(model, new Letters());

        generator.Invoking(it => it.Generate("")).Should().Throw<ArgumentException>().WithMessage("the prompt is empty*");
        generator.Invoking(it => it.Generate("abcdefghij")).Should().Throw<ArgumentException>().WithMessage("the prompt has 10 tokens, the model's context has 9*");
        generator.Invoking(it => it.Generate([11])).Should().Throw<ArgumentOutOfRangeException>().WithMessage("token is 11, expected 0 to 10*");
        var other = () => new TextGenerator(model, new ByteTokenizer());
        other.Should().Throw<ArgumentException>().WithMessage("the tokenizer has 256 tokens and the model knows 11*");
        foreach (var make in new Func<GenerationOptions>[] { () => new() { Temperature = -1 }, () => new() { TopK = -1 }, () => new() { TopP = 0 }, () => new() { TopP = 1.1 }, () => new() { MaximumTokens = -1 } })
            make.Should().Throw<ArgumentOutOfRangeException>();
    }

    /// <summary>By the definitions, in another way: sorted shares, cut and divided by what is left.</summary>
    private static double[] Expected(double temperature, int topK, double topP)
    {
        var sorted = _logits.Select((logit, token) => (Token: token, Weight: Math.Exp(logit / temperature))).OrderByDescending(item => item.Weight).Take(topK == 0 ? int.MaxValue : topK).ToList();
        var total = sorted.Sum(item => item.Weight);
        var kept = sorted.Where((item, place) => sorted.Take(place).Sum(before => before.Weight) < topP * total).ToList();
        var shares = new double[_logits.Length];
        foreach (var (token, weight) in kept) shares[token] = weight / kept.Sum(item => item.Weight);
        return shares;
    }

    /// <summary>The letters a to k, as many as the sample models know.</summary>
    private sealed class Letters : ITokenizer
    {
        public int VocabularySize => 11;

        public long? EndOfText => null;

        public long[] Encode(string text) => [.. text.Select(letter => (long)(letter - 'a'))];

        public string Decode(IReadOnlyList<long> tokens) => string.Concat(tokens.Select(token => (char)('a' + token)));
    }
}
