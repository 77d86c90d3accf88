using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Data;

public sealed class DataLoaderTests
{
    [Fact]
    public void Loader_stacks_rows_in_order_and_keeps_the_rest()
    {
        using var scope = NewDisposeScope();
        using var loader = utils.data.DataLoader(utils.data.TensorDataset(arange(10).reshape(5, 2), arange(5)), batchSize: 2, disposeBatch: false);

        var batches = loader.ToArray();

        loader.Count.Should().Be(3);
        batches.Select(b => b[0].shape).Should().BeEquivalentTo(new long[][] { [2, 2], [2, 2], [1, 2] }, o => o.WithStrictOrdering());
        batches[1][0].ToHost<long>().Should().Equal(4, 5, 6, 7);
        batches[2][1].ToHost<long>().Should().Equal(4);
        foreach (var part in batches.SelectMany(b => b)) part.Dispose();
    }

    [Fact]
    public void Loader_disposes_each_batch_at_the_next_and_all_samples()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var loader = utils.data.DataLoader(new Squares(6), batchSize: 4, drop_last: true);
        Tensor? seen = null;
        var passes = 0;
        foreach (var batch in loader)
        {
            seen?.IsInvalid.Should().BeTrue();
            seen = batch["square"];
            seen.ToHost<long>().Should().Equal(0, 1, 4, 9);
            passes++;
        }
        passes.Should().Be(1);
        seen!.IsInvalid.Should().BeTrue();
        loader.Dispose();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Fact]
    public void Shuffled_order_holds_every_sample_once_and_repeats_with_its_seed()
    {
        using var loader = utils.data.DataLoader(new Squares(50), batchSize: 7, shuffle: true, seed: 3, num_worker: 2);

        long[] first = [.. loader.SelectMany(b => b["square"].ToHost<long>())], second = [.. loader.SelectMany(b => b["square"].ToHost<long>())];

        first.Should().BeEquivalentTo(Enumerable.Range(0, 50).Select(i => (long)i * i));
        first.Should().NotBeInAscendingOrder();
        second.Should().Equal(first);
    }

    [Fact]
    public void Dataset_of_tensors_of_different_lengths_says_which()
    {
        using var scope = NewDisposeScope();

        var make = () => utils.data.TensorDataset(zeros(3), zeros(4, 2));

        make.Should().Throw<ArgumentException>().WithMessage("*first, which has 3*[4, 2]*");
    }

    private sealed class Squares(int count) : utils.data.Dataset
    {
        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["square"] = tensor(index) * index };
    }
}
