using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Language;

public sealed class TextCorpusTests : IDisposable
{
    private static readonly ByteTokenizer _bytes = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_takes_files_in_the_order_of_arguments_then_of_names_each_once()
    {
        foreach (var name in new[] { "b.txt", "a.txt", "B.txt", "c.md" }) _folder.Write(name, name[0].ToString());
        Directory.CreateDirectory(Path.Combine(_folder.Path, "below"));
        _folder.Write(Path.Combine("below", "d.txt"), "dé");

        Text($"{_folder.Path}/*.txt").Should().Be("Bab");
        Text($"{_folder.Path}/**/*.txt").Should().Be("Bab" + "dé");
        Text($"{_folder.Path}/c.md", $"{_folder.Path}/?.txt", $"{_folder.Path}/c.md").Should().Be("cBab");
    }

    [Fact]
    public void Read_ends_every_file_with_the_end_of_text_if_there_is_one()
    {
        _folder.Write("a.txt", "ab");
        _folder.Write("b.txt", "c");
        using var corpus = TextCorpus.Read([$"{_folder.Path}/*.txt"], new EndedBytes());

        corpus.Tokens.data<long>().ToArray().Should().Equal(97, 98, 256, 99, 256);
        corpus.Passages.Should().Equal(5);
    }

    [Fact]
    public void Read_replaces_what_is_no_UTF_8()
    {
        _folder.Write("a.txt", [0x61, 0xFF, 0x62]);

        Text($"{_folder.Path}/a.txt").Should().Be("a\ufffdb");
    }

    [Fact]
    public void Read_says_what_matches_nothing()
    {
        _folder.Write("empty.txt", "");
        Refused("no file or pattern was given*");
        Refused("*absent.txt: there is no such file.", $"{_folder.Path}/absent.txt");
        Refused("*it is a folder*", _folder.Path);
        Refused("*no file in * matches *.md.", $"{_folder.Path}/*.md");
        Refused("*there is no folder *nowhere.", $"{_folder.Path}/nowhere/*.txt");
        Refused("*the pattern is not understood*", $"{_folder.Path}/*/x.txt");
        Refused("*the pattern is not understood*", $"{_folder.Path}/**");
        Refused("*the files are empty*", $"{_folder.Path}/empty.txt");

        static void Refused(string message, params string[] patterns) => _bytes.Invoking(it => TextCorpus.Read(patterns, it)).Should().Throw<DataException>().WithMessage(message);
    }

    [Fact]
    public void Split_shares_every_token_out_and_no_window_spans_both()
    {
        using var corpus = TextCorpus.FromTokens([.. Enumerable.Range(0, 1003).Select(i => (long)i)]);

        var (training, validation) = corpus.Split(0.1, blocks: 5);
        using var scope = NewDisposeScope();
        var (first, second) = (training.Tokens.data<long>().ToArray(), validation.Tokens.data<long>().ToArray());
        training.Dispose();

        first.Concat(second).Order().Should().Equal(Enumerable.Range(0, 1003).Select(i => (long)i));
        second.Should().HaveCount(100);
        validation.Passages.Should().Equal(20, 20, 20, 20, 20);
        // Tokens are their places: a window within one stretch of the text goes up by one.
        foreach (var batch in new TextWindows(validation, new() { Length = 6, BatchSize = 32, BatchesPerEpoch = 20 }).Epoch(0))
            (batch.Targets - batch.Inputs).eq(1).all().item<bool>().Should().BeTrue();
        validation.Dispose();
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void Split_refuses_a_fraction_that_is_none(double fraction)
    {
        using var corpus = TextCorpus.FromText("some text", _bytes);

        corpus.Invoking(it => it.Split(fraction)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Split_refuses_blocks_too_short_to_share()
    {
        using var corpus = TextCorpus.FromText("some text", _bytes);

        corpus.Invoking(it => it.Split(0.1)).Should().Throw<DataException>().WithMessage("a block has 0 tokens, of which 0 would be for validation: use fewer than 10 blocks*");
        corpus.Invoking(it => TextCorpus.FromText("", _bytes)).Should().Throw<DataException>();
    }

    private static string Text(params string[] patterns)
    {
        using var corpus = TextCorpus.Read(patterns, _bytes);
        return _bytes.Decode(corpus.Tokens.data<long>().ToArray());
    }

    private sealed class EndedBytes : ITokenizer
    {
        public int VocabularySize => 257;

        public long? EndOfText => 256;

        public long[] Encode(string text) => _bytes.Encode(text);

        public string Decode(IReadOnlyList<long> tokens) => _bytes.Decode(tokens);
    }
}
