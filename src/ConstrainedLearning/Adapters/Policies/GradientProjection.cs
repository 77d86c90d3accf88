using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>
/// Changes the gradients of A and B so that the step of Delta = s B A follows the gradient g of Delta as closely as a step of its factors can: s B gA + s gB A = P_B g + (I - P_B) g P_A, with P_B, P_A the projections on
/// the columns of B and the rows of A.
/// </summary>
/// <remarks>
/// With gA' = s B'g and gB' = s g A', which are the factors' own gradients: gA = (B'B)^-1 gA' (I - P_A / 2) / s^2, gB = (I - P_B / 2) gB' (AA')^-1 / s^2. So g itself is not needed. Of the many pairs that give the same
/// step this one shares what both could do, P_B g P_A, equally between them; the published one solves a Sylvester equation. Inverses are of B'B + damping and AA' + damping, since B starts at 0. With A frozen:
/// gB = gB' (AA')^-1 / s^2, and the step is g P_A.
/// Reference: Wang et al., "LoRA-Pro: Are Low-Rank Adapters Properly Optimized?", ICLR 2025, arXiv 2407.18242, theorem 2.1.
/// </remarks>
public sealed class GradientProjection : IPrimalPolicy
{
    private readonly LoRA _adapter;
    private readonly double _damping;

    /// <summary>Sets up the policy.</summary>
    /// <param name="adapter">Borrowed.</param>
    /// <param name="damping">Added to the diagonals of B'B and AA', >= 0. The default is 1e-6.</param>
    public GradientProjection(LoRA adapter, double damping = 1e-6)
    {
        _damping = damping >= 0 && double.IsFinite(damping) ? damping : throw new ArgumentOutOfRangeException(nameof(damping), damping, "a damping is a finite number >= 0");
        _adapter = adapter;
    }

    /// <inheritdoc/>
    public void AfterBackward(PrimalDual learner, PrimalMove move)
    {
        foreach (var site in _adapter.Sites)
        {
            using var scope = NewDisposeScope();
            var (a, b) = (_adapter.Factors[LoRA.First(site)], _adapter.Factors[LoRA.Second(site)]);
            if (b.grad is not { } second) continue;
            var unit = 1 / (_adapter.ScaleOf(site) * _adapter.ScaleOf(site));
            var spread = Inverse(a.matmul(a.t()));
            var right = second.matmul(spread) * unit;
            if (a.grad is not { } first)
            {
                second.copy_(right);
                continue;
            }
            var inverse = Inverse(b.t().matmul(b));
            var left = inverse.matmul(first) * unit;
            first.copy_(left - left.matmul(a.t()).matmul(spread).matmul(a) / 2);
            second.copy_(right - b.matmul(inverse).matmul(b.t().matmul(right)) / 2);
        }
    }

    // Without the check for singular matrices, which would wait for the device. Of 32 bits at least: of fewer there is no inverse, and the damping would be lost.
    private Tensor Inverse(Tensor matrix)
    {
        var wide = Wide.Of(matrix);
        return linalg.inv_ex(wide + eye(wide.size(0), dtype: wide.dtype, device: wide.device) * _damping).L.to(matrix.dtype);
    }
}
