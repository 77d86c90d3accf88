using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Vision;

public sealed class ChannelNormalizationTests
{
    [Fact]
    public void Call_takes_each_channels_mean_and_deviation_away()
    {
        using var scope = NewDisposeScope();
        using var normalise = new ChannelNormalization(new([0.5, 0.2], [0.25, 0.1]));
        var images = tensor(new float[] { 0, 255, 51, 102 }, [1, 2, 1, 2]);

        var standardised = normalise.call(images);

        // (x / 255 - mean) / deviation by hand: (0 - .5) / .25, (1 - .5) / .25, (.2 - .2) / .1, (.4 - .2) / .1
        standardised.data<float>().ToArray().Zip([-2f, 2f, 0f, 2f]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-5);
        normalise.state_dict().Should().BeEmpty();
    }

    [Fact]
    public void Call_with_a_sets_own_statistics_gives_mean_0_and_deviation_1()
    {
        using var scope = NewDisposeScope();
        var bytes = tensor(Enumerable.Range(0, 2 * 3 * 4 * 4).Select(i => (byte)(i * 37 % 251)).ToArray(), [2, 3, 4, 4]);
        using var normalise = new ChannelNormalization(ChannelStatistics.Of(bytes));

        var standardised = normalise.call(bytes.to(ScalarType.Float32)).transpose(0, 1).reshape(3, -1);

        standardised.mean([1]).data<float>().ToArray().Should().OnlyContain(mean => Math.Abs(mean) < 1e-5);
        standardised.std(1, unbiased: false).data<float>().ToArray().Should().OnlyContain(deviation => Math.Abs(deviation - 1) < 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Deviation_that_is_not_above_0_is_refused(double deviation)
    {
        var create = () => new ChannelStatistics([0.5], [deviation]);

        create.Should().Throw<ArgumentException>().WithMessage("the standard deviations are *, expected one above 0 for each of 1 channels.*");
    }

    [Fact]
    public void Deviation_of_a_constant_channel_is_1()
    {
        using var bytes = full([2, 1, 3, 3], 51, ScalarType.Byte);

        var statistics = ChannelStatistics.Of(bytes);

        statistics.Mean.Should().Equal(0.2);
        statistics.StandardDeviation.Should().Equal(1);
    }
}
