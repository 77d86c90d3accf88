using ConstrainedLearning.Models.Language;

namespace ConstrainedLearning.Models.Tests.Language;

public sealed class SimpleTokenizerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain text\r\n\t\0\u0001")]
    [InlineData("Grüße, 世界 😀 𝔘 \u2028")]
    public void Bytes_decode_to_the_text(string text)
    {
        var tokenizer = new ByteTokenizer();

        tokenizer.Decode(tokenizer.Encode(text)).Should().Be(text);
    }

    [Fact]
    public void Bytes_are_those_of_UTF_8()
    {
        new ByteTokenizer().Encode("aé😀").Should().Equal(0x61, 0xC3, 0xA9, 0xF0, 0x9F, 0x98, 0x80);
        new ByteTokenizer().Encode("\ud83d").Should().Equal(0xEF, 0xBF, 0xBD);
        new ByteTokenizer().Decode([0x61, 0xFF, 0xF0, 0x9F]).Should().Be("a\ufffd\ufffd");
    }

    [Fact]
    public void Characters_are_96_and_decode_to_themselves()
    {
        var tokenizer = new CharacterTokenizer();
        var all = "\n" + string.Concat(Enumerable.Range(' ', 95).Select(code => (char)code));

        tokenizer.VocabularySize.Should().Be(96);
        tokenizer.Encode(all).Should().Equal(Enumerable.Range(0, 96).Select(token => (long)token));
        tokenizer.Decode(tokenizer.Encode(all)).Should().Be(all);
    }

    [Fact]
    public void Characters_that_are_unknown_become_a_space_or_a_question_mark_each()
    {
        var tokenizer = new CharacterTokenizer();

        tokenizer.Decode(tokenizer.Encode("a\tb\r\u00a0é😀\ud83d!")).Should().Be("a b  ???!");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    [InlineData(long.MaxValue)]
    public void Tokens_out_of_range_are_refused(long token)
    {
        foreach (var tokenizer in new ITokenizer[] { new ByteTokenizer(), new CharacterTokenizer() })
            tokenizer.Invoking(it => it.Decode([token])).Should().Throw<ArgumentOutOfRangeException>().WithMessage($"token is {token}, expected 0 to {tokenizer.VocabularySize - 1}*");
    }
}
