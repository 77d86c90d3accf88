using ConstrainedLearning.Invariance;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Invariance;

public sealed class MatrixExponentialTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(1.0)]
    [InlineData(4.0)]
    public void Exponential_and_its_gradient_are_torchs(double size)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var start = randn([20, 3, 3], ScalarType.Float64) * size;
        var (mine, torchs, weights) = (start.clone().requires_grad_(), start.clone().requires_grad_(), randn_like(start));
        var (value, expected) = (MatrixExponential.Of(mine), linalg.matrix_exp(torchs));
        (value * weights).sum().backward();
        (expected * weights).sum().backward();

        Furthest(value, expected).Should().BeLessThan(1e-9);
        Furthest(mine.grad!, torchs.grad!).Should().BeLessThan(1e-9);
    }

    [Fact]
    public void Exponential_in_single_precision_stays_within_a_thousandth_of_a_pixel()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var matrices = randn([200, 3, 3], ScalarType.Float64).clamp(-1, 1);

        // 1e-5 of coordinates from -1 to 1 are less than 1/1000 of a pixel where there are 100.
        Furthest(MatrixExponential.Of(matrices.to(ScalarType.Float32)).to(ScalarType.Float64), linalg.matrix_exp(matrices)).Should().BeLessThan(1e-5);
    }

    private static double Furthest(Tensor value, Tensor expected) => ((value - expected).abs().max() / expected.abs().max()).ToDouble();
}
