using ConstrainedLearning.Forecasting;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Forecasting;

public sealed class BlockedErrorsTests
{
    [Theory]
    [InlineData(10, 3, 4)]
    [InlineData(10, 10, 3)]
    [InlineData(7, 24, 7)]
    [InlineData(100, 24, 32)]
    public void Blocks_are_the_means_of_their_windows(int windows, int blocks, int batch)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (prediction, target) = (randn(windows, 5, 2), randn(windows, 5, 2));
        var perWindow = (prediction - target).square().mean([2]).to(ScalarType.Float64);
        using var errors = new BlockedErrors(5, windows, blocks, CPU);
        for (var first = 0; first < windows; first += batch)
        {
            var count = Math.Min(batch, windows - first);
            errors.Add(prediction.narrow(0, first, count), target.narrow(0, first, count));
        }

        var found = errors.Finish();

        found.Should().HaveCount(Math.Min(windows, blocks));
        var next = 0;
        for (var block = 0; block < found.Length; block++)
        {
            var members = Enumerable.Range(0, windows).Where(window => (long)window * found.Length / windows == block).ToArray();
            members[0].Should().Be(next, "blocks follow each other");
            next = members[^1] + 1;
            var expected = perWindow.narrow(0, members[0], members.Length).mean([0]).data<double>().ToArray();
            for (var step = 0; step < 5; step++) found[block][step].Should().BeApproximately(expected[step], 1e-12);
        }
        next.Should().Be(windows);
    }

    [Fact]
    public void Missing_and_excess_windows_are_refused()
    {
        using var scope = NewDisposeScope();
        using var errors = new BlockedErrors(2, 3, 2, CPU);
        errors.Add(zeros(2, 2, 1), zeros(2, 2, 1));

        FluentActions.Invoking(errors.Finish).Should().Throw<InvalidOperationException>().WithMessage("*2 windows*3*");
        FluentActions.Invoking(() => errors.Add(zeros(2, 2, 1), zeros(2, 2, 1))).Should().Throw<ArgumentException>().WithMessage("*4 windows*3*");
    }
}
