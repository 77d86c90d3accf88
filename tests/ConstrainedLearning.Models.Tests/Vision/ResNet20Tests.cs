using ConstrainedLearning.Models.Basic;
using ConstrainedLearning.Models.Vision;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Vision;

public sealed class ResNet20Tests
{
    [Fact]
    public void Parameters_are_as_many_as_published()
    {
        using var scope = NewDisposeScope();
        using var model = new ResNet20();

        // 0.27 million in the paper's table 6; exactly, by counting convolutions, normalisations and the classifier:
        model.parameters().Sum(parameter => parameter.numel()).Should().Be(269_722);
    }

    [Fact]
    public void Convolutions_start_with_hes_deviation()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new ResNet20();

        var weight = model.state_dict()["blocks.8.conv2.weight"];

        // 36,864 draws: the sample deviation is within 2 % of sqrt(2 / fan-in) far beyond any doubt
        weight.std().item<float>().Should().BeApproximately(MathF.Sqrt(2f / (64 * 9)), 0.02f * MathF.Sqrt(2f / (64 * 9)));
    }

    [Fact]
    public void Call_of_32_by_32_pictures_gives_class_scores_and_leaves_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var model = new ResNet20(classes: 100);
        var pictures = randn(2, 3, 32, 32);
        using var inner = NewDisposeScope();

        var scores = model.call(pictures);

        scores.shape.Should().Equal(2, 100);
        inner.DisposablesCount.Should().Be(1);
    }

    [Fact]
    public void Mlp_of_one_size_is_refused()
    {
        var create = () => new Mlp(3);

        create.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*is 1, expected at least 2.*");
    }
}
