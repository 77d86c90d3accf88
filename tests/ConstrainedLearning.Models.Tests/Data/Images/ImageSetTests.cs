using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Data.Images;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Data.Images;

public sealed class ImageSetTests
{
    private static readonly string[] _abc = ["a", "b", "c"];

    [Fact]
    public void Batch_gathers_images_labels_and_places()
    {
        using var scope = NewDisposeScope();
        using var set = Set(0, 1, 2, 0);
        var places = tensor(new long[] { 3, 1 });

        using var batch = set.Batch(places);

        batch.Images.dtype.Should().Be(ScalarType.Float32);
        batch.Images.shape.Should().Equal(2, 1, 2, 2);
        batch.Images.data<float>().ToArray().Should().Equal(12, 13, 14, 15, 4, 5, 6, 7);
        batch.Labels.data<long>().ToArray().Should().Equal(0, 1);
        batch.Indices.data<long>().ToArray().Should().Equal(3, 1);
        batch.Dispose();
        places.data<long>().ToArray().Should().Equal(3, 1);
    }

    [Fact]
    public void Subset_keeps_statistics_and_outlives_its_set()
    {
        using var scope = NewDisposeScope();
        var set = Set(0, 1, 2, 0);

        using var subset = set.Subset("two", [2, 0]);
        set.Dispose();

        subset.Images.data<byte>().ToArray().Should().Equal(8, 9, 10, 11, 0, 1, 2, 3);
        subset.HostLabels.Should().Equal(2, 0);
        subset.Statistics.Mean.Should().Equal(7.5 / 255);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    public void HoldOut_takes_the_share_of_every_class_and_loses_nothing(double fraction)
    {
        var labels = Enumerable.Range(0, 1000).Select(i => (long)(i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2)).ToArray();
        using var set = Set(labels);

        var (training, heldOut) = set.HoldOut(fraction, seed: 5);
        using (training)
        using (heldOut)
        {
            for (var label = 0; label < 3; label++)
                heldOut.HostLabels.Count(other => other == label).Should().Be((int)(fraction * labels.Count(other => other == label)));
            Firsts(training).Concat(Firsts(heldOut)).Order().Should().Equal(Firsts(set).Order());
        }
    }

    [Fact]
    public void HoldOut_depends_on_the_seed_alone()
    {
        var labels = Enumerable.Range(0, 200).Select(i => (long)(i % 3)).ToArray();

        Stratified.HoldOut(labels, 0.2, 1).HeldOut.Should().Equal(Stratified.HoldOut(labels, 0.2, 1).HeldOut);
        Stratified.HoldOut(labels, 0.2, 1).HeldOut.Should().NotEqual(Stratified.HoldOut(labels, 0.2, 2).HeldOut);
        Stratified.HoldOut(labels, 0.2, 1).HeldOut.Should().BeInAscendingOrder();
    }

    [Fact]
    public void HoldOut_of_a_class_with_one_image_leaves_it_in_training()
    {
        var (kept, heldOut) = Stratified.HoldOut([0, 1, 0], 0.9, seed: 0);

        kept.Should().Contain(1).And.HaveCount(2);
        heldOut.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void HoldOut_of_a_fraction_outside_0_and_1_is_refused(double fraction)
    {
        using var set = Set(0, 1);
        var split = () => set.HoldOut(fraction);

        split.Should().Throw<ArgumentOutOfRangeException>().WithMessage("fraction is *, expected 0 < fraction < 1.*");
    }

    [Fact]
    public void HoldOut_of_no_image_is_refused()
    {
        using var set = Set(0, 0, 1, 1);
        var split = () => set.HoldOut(0.01);

        split.Should().Throw<DataException>().WithMessage("test: 1.00*of each class is not one image (4 images, 3 classes); hold out a larger fraction.");
    }

    [Fact]
    public void PerClass_takes_as_many_of_every_class()
    {
        var labels = Enumerable.Range(0, 300).Select(i => (long)(i * i % 3)).ToArray();
        labels[0] = 2;
        labels[1] = 2;
        using var set = Set(labels);

        using var subset = set.PerClass(2, seed: 3);
        using var other = set.PerClass(2, seed: 4);

        subset.HostLabels.Order().Should().Equal(0, 0, 1, 1, 2, 2);
        Firsts(subset).Should().NotEqual(Firsts(other));
    }

    [Fact]
    public void PerClass_of_more_than_there_are_names_the_class()
    {
        using var set = Set(0, 0, 1, 1, 2);
        var subset = () => set.PerClass(2);

        subset.Should().Throw<DataException>().WithMessage("test: the class c has 1 images, fewer than the 2 of each class that were asked for.");
    }

    [Fact]
    public void Set_of_wrong_tensors_is_refused()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = (zeros([2, 1, 2, 2], ScalarType.Byte), zeros([2], ScalarType.Int64));
        var floats = () => new ImageSet("test", images.to(ScalarType.Float32), labels, _abc);
        var flat = () => new ImageSet("test", images.flatten(1), labels, _abc);
        var none = () => new ImageSet("test", images[..0], labels[..0], _abc);
        var fewer = () => new ImageSet("test", images, labels[..1], _abc);
        var odd = () => new ImageSet("test", images, tensor(new long[] { 0, 3 }), _abc);
        var negative = () => new ImageSet("test", images, tensor(new long[] { -1, 0 }), _abc);

        floats.Should().Throw<ArgumentException>().WithMessage("the images of test are Float32 [2, 1, 2, 2], expected Byte [n, c, h, w] with n at least 1.*");
        flat.Should().Throw<ArgumentException>().WithMessage("*Byte [2, 4]*");
        none.Should().Throw<ArgumentException>().WithMessage("*Byte [0, 1, 2, 2]*");
        fewer.Should().Throw<ArgumentException>().WithMessage("the labels of test are Int64 [1], expected Int64 [2].*");
        odd.Should().Throw<ArgumentException>().WithMessage("image 1 of test has the label 3, expected 0 to 2: there are 3 class names.*");
        negative.Should().Throw<ArgumentException>().WithMessage("image 0 of test has the label -1*");
    }

    /// <summary>2x2 pixels that count on from image to image, modulo 256 every 64 images: the first byte tells 64 images apart.</summary>
    internal static ImageSet Set(params long[] labels)
    {
        using var bytes = tensor(Enumerable.Range(0, 4 * labels.Length).Select(i => (byte)i).ToArray());
        return new("test", bytes.reshape(-1, 1, 2, 2), tensor(labels), _abc);
    }

    private static IEnumerable<(byte, byte, long)> Firsts(ImageSet set)
    {
        var bytes = set.Images.data<byte>().ToArray();
        return set.HostLabels.Select((label, i) => (bytes[4 * i], bytes[4 * i + 3], label));
    }
}
