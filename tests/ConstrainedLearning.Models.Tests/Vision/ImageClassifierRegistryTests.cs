using ConstrainedLearning.Models.Vision;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Vision;

public sealed class ImageClassifierRegistryTests
{
    public static TheoryData<string, int, int> ModelsAndShapes => new()
    {
        { "mlp", 1, 28 }, { "lenet", 1, 28 }, { "resnet20", 1, 28 },
        { "mlp", 3, 32 }, { "lenet", 3, 32 }, { "resnet20", 3, 32 }, { "wrn-40-2", 3, 32 },
        { "mlp", 1, 8 }, { "resnet20", 1, 8 }, { "preresnet20", 1, 8 }, { "preresnet20-relu", 3, 32 },
    };

    [Theory]
    [MemberData(nameof(ModelsAndShapes))]
    public void Create_gives_a_network_for_the_datas_sizes(string name, int channels, int side)
    {
        using var scope = NewDisposeScope();
        using var model = ImageClassifierRegistry.Create(name, new(channels, side, side, Classes: 7));
        using var inner = NewDisposeScope();
        var images = randn(2, channels, side, side);

        var scores = model.call(images);

        scores.shape.Should().Equal(2, 7);
        scores.isfinite().all().item<bool>().Should().BeTrue();
        model.parameters().Should().OnlyContain(parameter => parameter.requires_grad);
    }

    [Theory]
    [InlineData("mlp", 28 * 28 * 1000 + 1000 + 1000 * 10 + 10)]
    [InlineData("lenet", 6 * 25 + 6 + (16 * 6 * 9 + 16) + (120 * 16 * 25 + 120) + (84 * 120 + 84) + (10 * 84 + 10))]
    public void Parameters_of_the_mnist_networks_are_as_many_as_their_layers_hold(string name, int expected)
    {
        using var model = ImageClassifierRegistry.Create(name, new(1, 28, 28, Classes: 10));

        model.parameters().Sum(parameter => parameter.numel()).Should().Be(expected);
    }

    [Fact]
    public void Find_wide_networks_have_their_depth_and_width()
    {
        using var model = ImageClassifierRegistry.Create("WRN-40-2", new(3, 32, 32, Classes: 10));

        model.parameters().Sum(parameter => parameter.numel()).Should().Be(2_246_474);
        ImageClassifierRegistry.Find("wrn-28-10").Name.Should().Be("wrn-28-10");
    }

    [Fact]
    public void Find_unknown_name_suggests_the_nearest_and_lists_all()
    {
        var find = () => ImageClassifierRegistry.Find("wrn40-2");

        find.Should().Throw<ArgumentException>().WithMessage("there is no image model \"wrn40-2\"; did you mean \"wrn-40-2\"? Known are mlp, lenet, resnet20, preresnet20, preresnet20-relu, preresnet20-5, wrn-40-2, wrn-28-10.");
    }

    [Fact]
    public void LeNet_of_other_sizes_is_refused()
    {
        var create = () => ImageClassifierRegistry.Create("lenet", new(1, 8, 8, Classes: 10));

        create.Should().Throw<ArgumentException>().WithMessage("LeNet is for pictures of 28 x 28 or 32 x 32 pixels, got 8 x 8; use resnet20 or mlp.*");
    }

    [Fact]
    public void ImageShape_without_a_class_is_refused()
    {
        var create = () => new ImageShape(1, 8, 8, 0);

        create.Should().Throw<ArgumentOutOfRangeException>().WithMessage("Classes is 0, expected at least 1.*");
    }
}
