using ConstrainedLearning.Models.Data.Images;

namespace ConstrainedLearning.Models.Tests.Data.Images;

/// <summary>The published files themselves, against what their authors and everybody's preprocessing say of them.</summary>
public sealed class CanonicalImagesTests
{
    [ImageDataFact("cifar10", complete: false)]
    public void Parts_of_cifar10_have_the_counted_classes()
    {
        using var data = ImageData.Open("cifar10", ImageDataFactAttribute.Parts);

        ClassCounts(data.Train).Should().Equal(1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981);
        ClassCounts(data.Test).Should().Equal(196, 198, 195, 199, 198, 185, 216, 193, 217, 203);
    }

    [ImageDataFact("cifar100", complete: false)]
    public void Parts_of_cifar100_hold_every_class_as_often()
    {
        using var data = ImageData.Open("cifar100", ImageDataFactAttribute.Parts);

        ClassCounts(data.Train).Should().HaveCount(100).And.OnlyContain(count => count == 100);
        ClassCounts(data.Test).Should().HaveCount(100).And.OnlyContain(count => count == 20);
        var folder = ImageDataFactAttribute.Parts.DataDirectory!;
        data.Train.ClassNames.Should().Equal(File.ReadAllLines(Path.Combine(folder, "cifar-100-fine_label_names.txt")));
    }

    [ImageDataFact("cifar10", complete: true)]
    public void Complete_cifar10_has_its_published_mean_and_deviation()
    {
        using var data = ImageData.Open("cifar10", ImageDataFactAttribute.Complete);

        ClassCounts(data.Train).Should().HaveCount(10).And.OnlyContain(count => count == 5000);
        ClassCounts(data.Test).Should().HaveCount(10).And.OnlyContain(count => count == 1000);
        Near(data.Train.Statistics, [0.49140, 0.48216, 0.44653], [0.24703, 0.24349, 0.26159]);
    }

    [ImageDataFact("mnist", complete: true)]
    public void Complete_mnist_has_its_published_mean_and_deviation()
    {
        using var data = ImageData.Open("mnist", ImageDataFactAttribute.Complete);

        (data.Train.Count, data.Test.Count).Should().Be((60_000, 10_000));
        data.Train.HostLabels[..5].Should().Equal(5, 0, 4, 1, 9);
        Near(data.Train.Statistics, [0.13066], [0.30811]);
    }

    [ImageDataFact("fashion-mnist", complete: true)]
    public void Complete_fashion_mnist_has_its_published_mean_and_deviation()
    {
        using var data = ImageData.Open("fashion-mnist", ImageDataFactAttribute.Complete);

        (data.Train.Count, data.Test.Count).Should().Be((60_000, 10_000));
        ClassCounts(data.Train).Should().HaveCount(10).And.OnlyContain(count => count == 6000);
        Near(data.Train.Statistics, [0.28604], [0.35302]);
    }

    private static IEnumerable<int> ClassCounts(ImageSet set) => set.HostLabels.GroupBy(label => label).OrderBy(group => group.Key).Select(group => group.Count());

    private static void Near(ChannelStatistics statistics, double[] mean, double[] deviation)
    {
        statistics.Mean.Zip(mean).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 6e-6);
        statistics.StandardDeviation.Zip(deviation).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 6e-6);
    }
}
