using System.Text;
using System.Text.Json.Nodes;
using ConstrainedLearning.Models.Language;

namespace ConstrainedLearning.Models.Tests.Language;

public sealed class BytePairTokenizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>What must come back, whatever the tokenizer.</summary>
    public static TheoryData<string> Texts =>
    [
        "", " ", "  two  spaces  ", "hello world", "low lower lowest", "Grüße, 世界! 😀👍🏽 𝔘", "\0\u0001\u001f\u007f\u0085\ufeff\t\r\n", "\u2028\u00a0|", "'s't're", "<|endoftext|", "a<0x41>b", "½ Ⅷ ²",
    ];

    [Fact]
    public void Encode_gives_the_tokens_that_GPT_2_is_published_with()
    {
        var golden = Golden.Read("bytepairs.json");
        var tokenizer = Gpt2(golden);

        foreach (var item in golden["texts"]!.AsArray())
        {
            var (text, tokens) = (item!.Get<string>("text"), item!.Get<long[]>("tokens"));
            tokenizer.Encode(text).Should().Equal(tokens, text);
            tokenizer.Decode(tokens).Should().Be(text);
        }
        tokenizer.EndOfText.Should().Be(50256);
        tokenizer.VocabularySize.Should().Be(50257);
        tokenizer.Encode("hello<|endoftext|> world").Should().Equal([.. tokenizer.Encode("hello"), 50256, .. tokenizer.Encode(" world")]);
    }

    [Fact]
    public void Encode_merges_the_lowest_rank_first_then_the_leftmost()
    {
        // Worked by hand: of "abc", (b, c) comes before (a, b); "aaa" is (a, a), a; "lower" is low, er.
        var tokenizer = ByteLevel("b c", "a b", "a a", "l o", "lo w", "e r");

        Parts(tokenizer, "abc").Should().Equal("a", "bc");
        Parts(tokenizer, "ab").Should().Equal("ab");
        Parts(tokenizer, "aaa").Should().Equal("aa", "a");
        Parts(tokenizer, "aaaa").Should().Equal("aa", "aa");
        Parts(tokenizer, "lower").Should().Equal("low", "er");
        Parts(tokenizer, "a b c").Should().Equal("a", " ", "b", " ", "c");
    }

    [Fact]
    public void Encode_equals_merging_by_the_definition_on_random_words()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 15; trial++)
        {
            var (known, merges) = (new List<string> { "a", "b", "c" }, new List<(string Left, string Right)>());
            while (merges.Count < 12)
            {
                var pair = (known[random.Next(known.Count)], known[random.Next(known.Count)]);
                if (merges.Contains(pair)) continue;
                merges.Add(pair);
                if (!known.Contains(pair.Item1 + pair.Item2)) known.Add(pair.Item1 + pair.Item2);
            }
            var tokenizer = ByteLevel([.. merges.Select(pair => $"{pair.Left} {pair.Right}")]);
            var word = string.Concat(Enumerable.Range(0, 40).Select(_ => (char)('a' + random.Next(3))));

            Parts(tokenizer, word).Should().Equal(ByDefinition(word, merges), word);
        }
    }

    [Fact]
    public void Encode_of_a_very_long_word_ends_soon()
    {
        var tokenizer = ByteLevel("a a", "aa aa", "aaaa aaaa");

        tokenizer.Encode(new string('a', 80_000)).Should().HaveCount(10_000);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Decode_of_Encode_is_the_text(string text)
    {
        foreach (var tokenizer in new[] { ByteLevel("l o", "lo w", "Ġ w"), Llama3(), Llama2() })
            tokenizer.Decode(tokenizer.Encode(text)).Should().Be(text);
    }

    [Fact]
    public void Decode_of_Encode_is_the_text_for_random_characters()
    {
        var random = new Random(11);
        BytePairTokenizer[] tokenizers = [ByteLevel("l o", "lo w", "Ġ w"), Llama3(), Llama2()];
        for (var trial = 0; trial < 300; trial++)
        {
            var text = string.Concat(Enumerable.Range(0, 20).Select(_ => Scalar(random)));
            foreach (var tokenizer in tokenizers) tokenizer.Decode(tokenizer.Encode(text)).Should().Be(text);
        }

        // All lengths of UTF-8; U+2581 is the mark of one of them.
        static string Scalar(Random random)
        {
            var value = random.Next(0x110000) >> random.Next(14);
            return Rune.IsValid(value) && value != 0x2581 ? new Rune(value).ToString() : " ";
        }
    }

    [Fact]
    public void Half_characters_are_replaced()
    {
        foreach (var tokenizer in new[] { ByteLevel(), Llama2() }) tokenizer.Decode(tokenizer.Encode("a\ud83d b\ude00")).Should().Be("a\ufffd b\ufffd");
        ByteLevel().Decode([.. ByteLevel().Encode("😀").Take(3), .. ByteLevel().Encode("a")]).Should().Be("\ufffda");
    }

    [Fact]
    public void Llama3_splits_by_its_pattern_takes_whole_words_and_finds_added_tokens()
    {
        var tokenizer = Llama3();

        // Numbers in threes, a sign with the letters after it, line ends together; "cat" is a token that no merge makes.
        Parts(tokenizer, "1234512").Should().Equal("12", "3", "4", "5", "1", "2");
        Parts(tokenizer, "cat").Should().Equal("cat");
        Parts(tokenizer, "cats").Should().Equal("c", "a", "t", "s");
        Parts(tokenizer, "12 12").Should().Equal("12", " ", "12");
        Parts(tokenizer, "xx121212").Should().Equal("x", "x", "12", "1", "2", "12");
        Parts(tokenizer, "a<|end_of_text|><|end|>b").Should().Equal("a", "<|end_of_text|>", "<|end|>", "b");
        tokenizer.EndOfText.Should().Be(tokenizer.Find("<|end_of_text|>"));
        tokenizer.Find("<|end|>").Should().NotBeNull();
        tokenizer.Find("<|nothing|>").Should().BeNull();
    }

    [Fact]
    public void Llama2_marks_spaces_and_falls_back_to_bytes()
    {
        var tokenizer = Llama2();
        long Token(string text) => tokenizer.Find(text)!.Value;

        // Worked by hand: "▁low", then "▁low", then é, which is not there, as its bytes.
        tokenizer.Encode("low lowé").Should().Equal(Token("▁low"), Token("▁low"), Token("<0xC3>"), Token("<0xA9>"));
        tokenizer.Encode(" low").Should().Equal(Token("▁"), Token("▁low"));
        tokenizer.Encode("</s>low").Should().Equal(Token("</s>"), Token("▁low"));
        tokenizer.Decode([Token("▁low"), Token("▁low")]).Should().Be("low low");
        tokenizer.EndOfText.Should().Be(Token("</s>"));
    }

    [Fact]
    public void Decode_refuses_tokens_out_of_range_and_skips_those_in_gaps()
    {
        var tokenizer = Gpt2(Golden.Read("bytepairs.json"));

        tokenizer.Invoking(it => it.Decode([50257])).Should().Throw<ArgumentOutOfRangeException>();
        tokenizer.Invoking(it => it.Decode([-1])).Should().Throw<ArgumentOutOfRangeException>();
        tokenizer.Decode([.. tokenizer.Encode("a"), 50255, .. tokenizer.Encode("b")]).Should().Be("ab");
    }

    private BytePairTokenizer Gpt2(JsonNode golden) =>
        BytePairTokenizer.Read(_folder.Write("vocab.json", golden["vocabulary"]!.ToJsonString()), _folder.Write("merges.txt", "#version: 0.2\n" + string.Join('\n', golden.Get<string[]>("merges")) + "\n"));

    private BytePairTokenizer ByteLevel(params string[] merges) =>
        BytePairTokenizer.Read(_folder.Write("vocab.json", BytePairSample.Vocabulary(merges).ToJsonString()), _folder.Write("merges.txt", string.Join('\n', merges)));

    private BytePairTokenizer Llama3() => BytePairTokenizer.Read(_folder.Write("tokenizer.json", BytePairSample.Llama3().ToJsonString()));

    private BytePairTokenizer Llama2() => BytePairTokenizer.Read(_folder.Write("tokenizer.json", BytePairSample.Llama2().ToJsonString()));

    private static IEnumerable<string> Parts(BytePairTokenizer tokenizer, string text) => tokenizer.Encode(text).Select(token => tokenizer.Decode([token]));

    /// <summary>The pair of the lowest rank anywhere, all its places from the left; again.</summary>
    private static List<string> ByDefinition(string word, List<(string Left, string Right)> merges)
    {
        List<string> parts = [.. word.Select(letter => $"{letter}")];
        while (merges.Where(pair => Enumerable.Range(0, parts.Count - 1).Any(i => (parts[i], parts[i + 1]) == pair)).Select(pair => ((string, string)?)pair).FirstOrDefault() is { } best)
            for (var i = 0; i + 1 < parts.Count; i++)
                if ((parts[i], parts[i + 1]) == best)
                {
                    parts[i] += parts[i + 1];
                    parts.RemoveAt(i + 1);
                }
        return parts;
    }
}
