using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>exp of many small matrices, differentiable, on a device that nothing waits for: torch's own brings norms to the host first, to choose how many terms it needs.</summary>
internal static class MatrixExponential
{
    // exp(M) = exp(M / 2^6)^(2^6), and of that root so many terms: right to 1e-9 up to a norm of 16, which would enlarge by exp(16).
    private const int Squarings = 6, Terms = 8;

    /// <param name="matrices">Shape [n, m, m], Float32 or Float64.</param>
    /// <returns>The same shape, in the caller's dispose scope.</returns>
    internal static Tensor Of(Tensor matrices)
    {
        using var scope = NewDisposeScope();
        var part = matrices * Math.Pow(2, -Squarings);
        var one = eye(matrices.size(1), dtype: matrices.dtype, device: matrices.device);
        var root = one + part / Terms;
        for (var term = Terms - 1; term > 0; term--) root = one + Product(part, root) / term;
        for (var i = 0; i < Squarings; i++) root = Product(root, root);
        return root.MoveToOuterDisposeScope();
    }

    // Element by element: autocast would do matmul in 16 bits.
    private static Tensor Product(Tensor left, Tensor right) => (left.unsqueeze(3) * right.unsqueeze(1)).sum([2]);
}
