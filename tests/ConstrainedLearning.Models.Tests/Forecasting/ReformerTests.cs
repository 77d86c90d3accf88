using ConstrainedLearning.Models.Forecasting;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Forecasting;

public sealed class ReformerTests
{
    private static readonly ReformerOptions _small = new()
    {
        Sizes = new() { Width = 8, Heads = 2, FeedForward = 16, Dropout = 0 }, BucketSize = 3, Hashes = 2,
    };

    // golden/reformer.py goes the paper's way: sorted chunks, a softmax for each round, the rounds weighed by their normalisers.
    [Theory]
    [InlineData("whole chunks", 12, 6)]
    [InlineData("padded", 11, 5)]
    public void Call_equals_pytorch_forward_and_backward(string name, int lookback, int horizon)
    {
        using var scope = NewDisposeScope();
        using var model = new Reformer(new(lookback, horizon, 3, 4), _small, (vectors, rounds, directions) => Waves.Of([vectors.shape[^1], rounds, directions], 1.3, 0.4, 1));

        GoldenModel.Compare(Golden.Read("reformer.json")[name]!, model, () => model.call(Inputs.Of(lookback, horizon)));
    }

    [Fact]
    public void Call_repeats_with_the_seed_and_differs_without()
    {
        using var scope = NewDisposeScope();
        using var model = new Reformer(new(12, 6, 3, 4), _small);
        var input = Inputs.Of(12, 6);
        Tensor Seeded(long seed)
        {
            manual_seed(seed);
            return model.call(input);
        }

        Seeded(1).allclose(Seeded(1)).Should().BeTrue();
        Seeded(1).allclose(Seeded(2)).Should().BeFalse();
    }

    [Fact]
    public void Mask_of_two_chunks_in_one_round_hides_each_token_from_itself_only()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);

        var mask = HashedNeighbours.Mask(randn(4, 8, 5), randn(5, 1, 1), chunk: 4, read: 8, rows: 8);

        mask.allclose((eye(8) * -5e4).expand(4, 8, 8)).Should().BeTrue();
    }

    [Fact]
    public void Mask_counts_a_token_once_for_each_time_it_is_seen()
    {
        using var scope = NewDisposeScope();
        // Features 0 and 1 decide the bucket in both rounds: (+x, +y, -x, -y) are buckets 0 to 3. Tokens 0 and 4 share one, 1 and 5, and so on.
        var angles = tensor(new[] { 0f, 1, 2, 3, 0, 1, 2, 3 }) * (MathF.PI / 2);
        var vectors = stack([angles.cos(), angles.sin()], -1).unsqueeze(0);
        var directions = eye(2).unsqueeze(1).expand(2, 2, 2);

        var seen = HashedNeighbours.Mask(vectors, directions, chunk: 2, read: 8, rows: 8).exp().round()[0];

        // Twice its twin, twice both of the bucket before, since the first chunk of a round follows the last of the other; not itself.
        seen[1].data<float>().ToArray().Should().Equal(2, 0, 0, 0, 2, 2, 0, 0);
        seen[0].data<float>().ToArray().Should().Equal(0, 0, 0, 2, 2, 0, 0, 2);
    }

    [Fact]
    public void Mask_of_the_last_rows_is_the_end_of_the_whole()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var (vectors, directions) = (randn(2, 16, 5), randn(5, 3, 2));

        var whole = HashedNeighbours.Mask(vectors, directions, chunk: 4, read: 16, rows: 16);
        var last = HashedNeighbours.Mask(vectors, directions, chunk: 4, read: 13, rows: 5);

        last.Equals(whole.narrow(1, 8, 5)).Should().BeTrue();
    }

    [Theory]
    [InlineData("bucketSize", 0, "BucketSize is 0, expected at least 1.*")]
    [InlineData("hashes", -1, "Hashes is -1, expected at least 1.*")]
    [InlineData("heads", 7, "*Width is 512 and Heads is 7, expected heads that divide the width.")]
    [InlineData("labelLength", 4, "the model reformer has no option \"labelLength\"*")]
    public void Create_wrong_option_says_which_and_what_was_expected(string option, double value, string message)
    {
        var create = () => ForecasterRegistry.Create("reformer", new(8, 2, 1, 1), new Dictionary<string, double> { [option] = value });

        create.Should().Throw<ArgumentException>().WithMessage(message);
    }
}
