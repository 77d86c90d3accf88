using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Data.Images;

public sealed class ImageBatchesTests : IDisposable
{
    private readonly ImageSet _set = ImageSetTests.Set([.. Enumerable.Range(0, 50).Select(i => (long)(i % 3))]);

    public void Dispose() => _set.Dispose();

    [Theory]
    [InlineData(false, new[] { 16, 16, 16, 2 })]
    [InlineData(true, new[] { 16, 16, 16 })]
    public void Epoch_holds_every_image_at_most_once_in_batches_of_the_size(bool dropLast, int[] sizes)
    {
        var batches = new ImageBatches(_set, new() { BatchSize = 16, Shuffle = true, DropLast = dropLast });

        var epoch = Indices(batches.Epoch(0)).ToList();

        batches.BatchCount.Should().Be(sizes.Length);
        epoch.Select(batch => batch.Length).Should().Equal(sizes);
        epoch.SelectMany(batch => batch).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Epoch_in_the_order_of_the_set_needs_no_seed()
    {
        var batches = new ImageBatches(_set, ImageBatchesOptions.ForEvaluation(20));

        Indices(batches.Epoch(7)).SelectMany(batch => batch).Should().Equal(Enumerable.Range(0, 50).Select(i => (long)i));
    }

    [Fact]
    public void Epoch_depends_on_seed_and_number_alone()
    {
        long[] Order(long seed, int epoch)
        {
            randn(3).Dispose();
            return [.. Indices(new ImageBatches(_set, ImageBatchesOptions.ForTraining(10, seed)).Epoch(epoch)).SelectMany(batch => batch)];
        }
        Order(1, 2).Should().Equal(Order(1, 2));
        Order(1, 2).Should().NotEqual(Order(1, 3));
        Order(1, 2).Should().NotEqual(Order(2, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Epoch_resumes_at_any_batch(int done)
    {
        var batches = new ImageBatches(_set, new() { BatchSize = 16, Shuffle = true, Seed = 9 });

        Indices(batches.Epoch(3).Take(done)).Concat(Indices(batches.Epoch(3, skip: done))).Should().BeEquivalentTo(Indices(batches.Epoch(3)), order => order.WithStrictOrdering());
    }

    [Fact]
    public void Epoch_batches_hold_the_images_and_labels_of_their_indices()
    {
        using var scope = NewDisposeScope();
        foreach (var batch in new ImageBatches(_set, new() { BatchSize = 16, Shuffle = true }).Epoch(0))
        {
            batch.Labels.data<long>().ToArray().Should().Equal(batch.Indices.data<long>().ToArray().Select(i => _set.HostLabels[i]));
            batch.Images[.., 0, 0, 0].data<float>().ToArray().Should().Equal(batch.Indices.data<long>().ToArray().Select(i => (float)(byte)(4 * i)));
        }
    }

    [Fact]
    public void Epoch_leaves_nothing()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        foreach (var batch in new ImageBatches(_set, ImageBatchesOptions.ForTraining(10)).Epoch(0))
            batch.Count.Should().Be(10);
        _ = new ImageBatches(_set, ImageBatchesOptions.ForTraining(10)).Epoch(0).First();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Fact]
    public void Batches_of_more_images_than_there_are_are_refused()
    {
        var create = () => new ImageBatches(_set, ImageBatchesOptions.ForTraining(51));

        create.Should().Throw<DataException>().WithMessage("test has 50 images, fewer than one batch of 51; use a smaller batch.");
    }

    [Fact]
    public void Options_and_arguments_out_of_range_are_refused()
    {
        var size = () => new ImageBatchesOptions { BatchSize = 0 };
        var skip = () => new ImageBatches(_set, new()).Epoch(0, skip: -1);

        size.Should().Throw<ArgumentOutOfRangeException>().WithMessage("BatchSize is 0, expected at least 1.*");
        skip.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static IEnumerable<long[]> Indices(IEnumerable<ImageBatch> batches) => batches.Select(batch => batch.Indices.data<long>().ToArray());
}
