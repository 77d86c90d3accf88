using System.Text.Json.Nodes;
using ConstrainedLearning.Models.Language;

namespace ConstrainedLearning.Models.Tests.Language;

/// <summary>Vocabularies that break the format's rules, or ask for what is not here: each is refused by its name.</summary>
public sealed class HostileTokenizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "*it is not JSON*")]
    [InlineData("{", "*it is not JSON*")]
    [InlineData("[]", "*it holds an array, expected an object")]
    [InlineData("{}", "*the vocabulary is empty")]
    [InlineData("{\"a\":0,\"a\":1}", "*it is not JSON*")]
    [InlineData("{\"a\":0,\"b\":0}", "*token 0 is that of 'a' and of 'b'*")]
    [InlineData("{\"a\":-1}", "*the token of 'a' is -1, expected a whole number from 0 to 16777215")]
    [InlineData("{\"a\":16777216}", "*the token of 'a' is 16777216*")]
    [InlineData("{\"a\":1e400}", "*the token of 'a' is 1e400*")]
    [InlineData("{\"a\":\"0\"}", "*the token of 'a' is \"0\"*")]
    [InlineData("{\"a\":null}", "*the token of 'a' is null*")]
    [InlineData("{\"\\ud83d\":0}", "*")]
    [InlineData("{\"a\":0}", "*the vocabulary has no token 'Ā' for the byte 0*")]
    public void Vocabulary(string text, string message)
    {
        _folder.Write("vocab.json", text);
        _folder.Write("merges.txt", "");

        RefusedPair(message);
    }

    [Theory]
    [InlineData("a b", "*merges.txt*line 1 needs the token 'ab', which the vocabulary of 257 lacks*")]
    [InlineData("#version: 0.2\na xyz", "*line 2 needs the token 'xyz'*")]
    [InlineData("l o\nl o", "*line 2 merges 'l' and 'o', which was there before")]
    [InlineData("l", "*line 1 is 'l', expected two texts*")]
    [InlineData("l o o", "*line 1 is 'l o o'*")]
    [InlineData("l  o", "*line 1 is 'l  o'*")]
    [InlineData(" l", "*line 1 is ' l'*")]
    public void Merges(string text, string message)
    {
        _folder.Write("vocab.json", BytePairSample.Vocabulary("l o").ToJsonString());
        _folder.Write("merges.txt", text);

        RefusedPair(message);
    }

    [Fact]
    public void Absent_and_binary_files()
    {
        RefusedPair("*vocab.json' cannot be used: there is no such file");
        _folder.Write("vocab.json", BytePairSample.Vocabulary().ToJsonString());
        RefusedPair("*merges.txt' cannot be used: there is no such file");
        _folder.Write("merges.txt", [0xFF, 0xFE, 0x00, 0x20, 0x00]);
        RefusedPair("*line 1 needs the token*");
        _folder.Write("vocab.json", [0xFF, 0xFE, 0x00]);
        RefusedPair("*it is not JSON*");
    }

    [Fact]
    public void Files_longer_than_any_honest_one()
    {
        using (var file = File.Create(Path.Combine(_folder.Path, "tokenizer.json"))) file.SetLength(100_000_001);

        _folder.Invoking(it => BytePairTokenizer.Read(Path.Combine(it.Path, "tokenizer.json"))).Should().Throw<PretrainedFileException>().WithMessage("*it has 100,000,001 bytes, expected at most 100,000,000");
    }

    [Fact]
    public void Deep_nesting()
    {
        _folder.Write("vocab.json", string.Concat(Enumerable.Repeat("{\"a\":", 1_000_000)));

        RefusedPair("*it is not JSON*");
    }

    public static TheoryData<string, string, string> Llama3Changes => new()
    {
        { "model.type", "\"WordPiece\"", "*its model is of type 'WordPiece', expected BPE" },
        { "model", "null", "*it has no model" },
        { "model", "[]", "*model is an array, expected an object" },
        { "model.vocab", "null", "*it has no vocab" },
        { "model.vocab", "7", "*vocab is 7, expected an object" },
        { "model.merges", "[1]", "*merge 0 is 1, expected a text" },
        { "model.merges", "[[\"1\"]]", "*merge 0 is [\"1\"], expected two texts" },
        { "model.merges", "[\"1 2 3\"]", "*merge 0 is *1 2 3*, expected two texts" },
        { "model.merges", "[\"c a\"]", "*merge 0 needs the token 'ca'*" },
        { "model.merges", "{}", "*merges is an object, expected a list" },
        { "model.merges", "[\"1 2\", [\"1\", \"2\"]]", "*merge 1 merges '1' and '2', which was there before" },
        { "model.dropout", "0.1", "*it asks for dropout of merges*" },
        { "model.end_of_word_suffix", "\"</w>\"", "*it asks for end_of_word_suffix*" },
        { "model.ignore_merges", "1", "*ignore_merges is 1, expected true or false" },
        { "normalizer", "{\"type\": \"NFC\"}", "*it asks for the normalizer NFC before ByteLevel*" },
        { "pre_tokenizer", "{\"type\": \"Whitespace\"}", "*it asks for the pre_tokenizer Whitespace*" },
        { "pre_tokenizer", "{\"type\": \"ByteLevel\", \"add_prefix_space\": true}", "*it asks for add_prefix_space*" },
        { "pre_tokenizer", "null", "*it asks for a model with neither*" },
        { "pre_tokenizer", "{\"type\": \"Split\", \"behavior\": \"Removed\"}", "*a Split that is not Isolated*" },
        { "pre_tokenizer", "{\"type\": \"Split\", \"behavior\": \"Isolated\", \"pattern\": {\"Regex\": \"(\"}}", "*the pattern '(' is not understood*" },
        { "pre_tokenizer", "{\"type\": \"Split\", \"behavior\": \"Isolated\", \"pattern\": {\"String\": \"(\"}}", "*it asks for a pre_tokenizer without ByteLevel*" },
        { "pre_tokenizer", "{\"type\": \"Split\", \"behavior\": \"Isolated\", \"pattern\": {}}", "*it has no Regex" },
        { "added_tokens", "[{\"id\": 258}]", "*it has no content" },
        { "added_tokens", "[{\"content\": \"x\"}]", "*'x' has no id" },
        { "added_tokens", "[{\"id\": 300, \"content\": \"\"}]", "*the added token 300 has no text" },
        { "added_tokens", "[{\"id\": -1, \"content\": \"x\"}]", "*the id of the added token 'x' is -1*" },
        { "added_tokens", "[{\"id\": 0, \"content\": \"xyz\"}]", "*the added token 'xyz' with id 0 is there already*" },
        { "added_tokens", "[{\"id\": 300, \"content\": \"cat\"}]", "*the added token 'cat' with id 300 is there already*" },
        { "added_tokens", "[{\"id\": 300, \"content\": \"x1\"}, {\"id\": 301, \"content\": \"x1\"}]", "*the added token 'x1' with id 301 is there already*" },
        { "added_tokens", "[{\"id\": 300, \"content\": \"x1\", \"lstrip\": true}]", "*it asks for lstrip of the added token 'x1'*" },
    };

    [Theory]
    [MemberData(nameof(Llama3Changes))]
    public void Tokenizer_on_bytes(string place, string value, string message) => RefusedChange(BytePairSample.Llama3(), place, value, message);

    [Theory]
    [InlineData("normalizer", "null", "*it asks for the normalizer [*")]
    [InlineData("normalizer", "{\"type\": \"Lowercase\"}", "*it asks for the normalizer *Lowercase*")]
    [InlineData("normalizer", "{\"type\": \"Replace\", \"pattern\": {\"String\": \" \"}, \"content\": \"_\"}", "*a Replace of something else*")]
    [InlineData("normalizer", "{\"type\": \"Replace\", \"pattern\": {\"Regex\": \" \"}, \"content\": \"▁\"}", "*it has no String")]
    [InlineData("model.byte_fallback", "false", "*it asks for a model with neither*")]
    [InlineData("model.vocab", "{\"<unk>\":0,\"<s>\":1,\"</s>\":2,\"l\":3,\"o\":4,\"w\":5,\"lo\":6,\"low\":7,\"▁\":8,\"▁low\":9}", "*the vocabulary has no token '<0x00>'*")]
    public void Tokenizer_on_characters(string place, string value, string message) => RefusedChange(BytePairSample.Llama2(), place, value, message);

    [Fact]
    public void A_pattern_that_never_ends_is_stopped_or_ends()
    {
        var sample = BytePairSample.Llama3();
        sample["pre_tokenizer"]!["pretokenizers"]![0]!["pattern"]!["Regex"] = "(a*)*";
        var tokenizer = BytePairTokenizer.Read(_folder.Write("tokenizer.json", sample.ToJsonString()));

        tokenizer.Decode(tokenizer.Encode("aaaa😀b")).Should().Be("aaaa😀b");
    }

    private void RefusedChange(JsonObject sample, string place, string value, string message)
    {
        var (parent, keys) = ((JsonNode)sample, place.Split('.'));
        foreach (var key in keys[..^1]) parent = parent[key]!;
        parent[keys[^1]] = JsonNode.Parse(value);
        var path = _folder.Write("tokenizer.json", sample.ToJsonString());

        path.Invoking(BytePairTokenizer.Read).Should().Throw<PretrainedFileException>().WithMessage(message);
    }

    private void RefusedPair(string message) =>
        _folder.Invoking(it => BytePairTokenizer.Read(Path.Combine(it.Path, "vocab.json"), Path.Combine(it.Path, "merges.txt"))).Should().Throw<PretrainedFileException>().WithMessage(message);
}
