using ConstrainedLearning.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Language;

/// <summary>Reading token by token gives what reading all at once does.</summary>
public sealed class KeyValueCacheTests
{
    public static TheoryData<string> Names => LanguageSample.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Continue_in_pieces_gives_the_logits_of_the_whole(string name)
    {
        using var scope = NewDisposeScope();
        using var model = LanguageSample.Model(name);
        Waves.Fill(model);
        var tokens = LanguageSample.Tokens();
        var whole = model.call(tokens);

        foreach (var pieces in new int[][] { [7], [1, 1, 1, 1, 1, 1, 1], [3, 1, 2, 1], [1, 6] })
        {
            using var cache = new KeyValueCache();
            var (start, parts) = (0L, new List<Tensor>());
            foreach (var length in pieces)
            {
                parts.Add(model.Continue(tokens.narrow(1, start, length), cache));
                cache.Length.Should().Be((int)(start += length));
            }

            (cat(parts, 1) - whole).abs().max().item<float>().Should().BeLessThan(1e-5f);
        }
    }

    [Fact]
    public void Continue_grows_the_cache_over_a_long_context()
    {
        using var scope = NewDisposeScope();
        using var model = new Llama(LanguageSample.Options with { ContextLength = 100 });
        Waves.Fill(model);
        var tokens = arange(0, 100, ScalarType.Int64).remainder(11).view(1, 100);
        using var cache = new KeyValueCache();

        var parts = Enumerable.Range(0, 100).Select(place => model.Continue(tokens.narrow(1, place, 1), cache)).ToList();

        (cat(parts, 1) - model.call(tokens)).abs().max().item<float>().Should().BeLessThan(1e-5f);
    }

    [Fact]
    public void Cleared_cache_reads_another_sequence_and_leaves_nothing()
    {
        using var model = new Gpt2(LanguageSample.Options);
        Waves.Fill(model);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var scope = NewDisposeScope())
        using (var cache = new KeyValueCache())
        {
            var tokens = LanguageSample.Tokens();
            model.Continue(tokens.narrow(1, 2, 3), cache);
            cache.Clear();
            cache.Length.Should().Be(0);
            (model.Continue(tokens[0..1], cache) - model.call(tokens[0..1])).abs().max().item<float>().Should().BeLessThan(1e-5f);
        }
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Fact]
    public void Cache_of_another_batch_or_beyond_the_context_is_refused()
    {
        using var scope = NewDisposeScope();
        using var model = new Gpt2(LanguageSample.Options);
        using var cache = new KeyValueCache();
        model.Continue(LanguageSample.Tokens(), cache);

        var other = () => model.Continue(LanguageSample.Tokens()[0..1].narrow(1, 0, 2), cache);
        var beyond = () => model.Continue(LanguageSample.Tokens().narrow(1, 0, 3), cache);

        other.Should().Throw<ArgumentException>().WithMessage("the cache holds keys Float32 [6, ..., 4]*the model gives Float32 [3, ..., 4]*");
        beyond.Should().Throw<ArgumentException>().WithMessage("there are 3 tokens after 7 in the cache, the model's context has 9*");
        cache.Length.Should().Be(7);
    }
}
