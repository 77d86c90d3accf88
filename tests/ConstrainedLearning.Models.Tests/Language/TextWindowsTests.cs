using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Language;

public sealed class TextWindowsTests : IDisposable
{
    private readonly TextCorpus _corpus = TextCorpus.FromTokens([.. Enumerable.Range(0, 100).Select(i => (long)i)]);

    public void Dispose() => _corpus.Dispose();

    [Fact]
    public void Epoch_depends_on_seed_and_number_alone()
    {
        long[][] Starts(long seed, int epoch)
        {
            randn(3).Dispose();
            return Firsts(Windows(seed).Epoch(epoch));
        }

        Starts(1, 2).Should().BeEquivalentTo(Starts(1, 2), order => order.WithStrictOrdering());
        Starts(1, 2).Should().NotBeEquivalentTo(Starts(1, 3));
        Starts(1, 2).Should().NotBeEquivalentTo(Starts(2, 2));
        Starts(1, -1).Should().NotBeEquivalentTo(Starts(1, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(9)]
    public void Epoch_resumes_at_any_batch(int done)
    {
        var all = Firsts(Windows().Epoch(5));

        all.Should().HaveCount(7);
        Firsts(Windows().Epoch(5, skip: done)).Should().BeEquivalentTo(all.Skip(done), order => order.WithStrictOrdering());
    }

    [Fact]
    public void Batch_of_a_number_is_that_of_the_epoch_however_long_the_epoch()
    {
        using var batch = new TextWindows(_corpus, new() { Length = 9, BatchSize = 4, BatchesPerEpoch = 1000 }).Batch(5, 6);

        batch.Inputs[.., 0].data<long>().ToArray().Should().Equal(Firsts(Windows().Epoch(5))[6]);
    }

    [Fact]
    public void Windows_hold_the_text_and_what_follows()
    {
        using var scope = NewDisposeScope();
        foreach (var batch in Windows().Epoch(0))
        {
            batch.Count.Should().Be(4);
            batch.Inputs.shape.Should().Equal(4, 9);
            (batch.Inputs - batch.Inputs[.., 0..1]).Equals(arange(0, 9, ScalarType.Int64).expand(4, 9)).Should().BeTrue();
            (batch.Targets - batch.Inputs).eq(1).all().item<bool>().Should().BeTrue();
        }
    }

    [Fact]
    public void Windows_start_everywhere_equally_often()
    {
        var windows = new TextWindows(_corpus, new() { Length = 90, BatchSize = 100, BatchesPerEpoch = 100 });
        windows.Count.Should().Be(10);

        var counts = Firsts(windows.Epoch(0)).SelectMany(starts => starts).CountBy(start => start).ToDictionary();

        counts.Keys.Order().Should().Equal(Enumerable.Range(0, 10).Select(i => (long)i));
        // 10,000 draws of 10: chi squared of 9 degrees of freedom, above 33.7 once in 10,000.
        counts.Values.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000).Should().BeLessThan(33.7);
    }

    [Fact]
    public void Evenly_spaces_the_windows_and_gives_every_one_where_there_are_fewer()
    {
        Firsts(Windows().Evenly(10)).SelectMany(starts => starts).Should().Equal(0, 9, 18, 27, 36, 45, 54, 63, 72, 81);
        Firsts(Windows().Evenly(10)).Select(starts => starts.Length).Should().Equal(4, 4, 2);
        Firsts(Windows().Evenly(1000)).SelectMany(starts => starts).Should().Equal(Enumerable.Range(0, 91).Select(i => (long)i));
    }

    [Fact]
    public void Epoch_reads_about_as_many_tokens_as_there_are() => new TextWindows(_corpus, new() { Length = 9, BatchSize = 4 }).BatchCount.Should().Be(2);

    [Fact]
    public void Epoch_leaves_nothing()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        foreach (var batch in Windows().Epoch(0)) batch.Count.Should().Be(4);
        _ = Windows().Epoch(0).First();
        foreach (var batch in Windows().Evenly(9)) batch.Count.Should().BePositive();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Fact]
    public void Windows_longer_than_any_passage_are_refused()
    {
        var create = () => new TextWindows(_corpus, new() { Length = 100 });

        create.Should().Throw<DataException>().WithMessage("the longest passage has 100 tokens, fewer than the 101 of one window*");
        Windows().Invoking(it => it.Epoch(0, -1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private TextWindows Windows(long seed = 0) => new(_corpus, new() { Length = 9, BatchSize = 4, BatchesPerEpoch = 7, Seed = seed });

    private static long[][] Firsts(IEnumerable<TextBatch> batches) => [.. batches.Select(batch =>
    {
        using var first = batch.Inputs.select(1, 0);
        return first.contiguous().data<long>().ToArray();
    })];
}
