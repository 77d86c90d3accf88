using ConstrainedLearning.Models.Vision;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Vision;

public sealed class PreActivationResNet20Tests
{
    // The published network quantizes 20 layers of 6,745,600 weights at width 5; all grow with the square of the width.
    [Theory]
    [InlineData("preresnet20", 269_824), InlineData("preresnet20-relu", 269_824), InlineData("preresnet20-5", 6_745_600)]
    public void Convolutions_of_blocks_are_as_published(string name, long weights)
    {
        using var model = ImageClassifierRegistry.Create(name, new(3, 32, 32, Classes: 10));

        var layers = model.named_parameters().Where(pair => pair.name.StartsWith("blocks.", StringComparison.Ordinal) && pair.parameter.Dimensions == 4).ToList();

        layers.Should().HaveCount(20);
        layers.Sum(pair => pair.parameter.numel()).Should().Be(weights);
    }

    [Theory]
    [InlineData("preresnet20", 272_474), InlineData("preresnet20-5", 6_758_810)]
    public void Parameters_are_as_many_as_documented(string name, long parameters)
    {
        using var model = ImageClassifierRegistry.Create(name, new(3, 32, 32, Classes: 10));

        model.parameters().Sum(parameter => parameter.numel()).Should().Be(parameters);
    }
}
