using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Scales the gradient of each row of a factor by its own size: g_i &lt;- g_i / sqrt(||w_i|| + 1 / eta^2). Rows at 0 move eta times as fast and leave their start quickly; no scale and no dropout are needed.</summary>
/// <remarks>
/// With an optimiser that divides by the gradient's own size (Adam) it has little effect, since the factor cancels; it is meant for SGD, and with Adam for the ratio between rows while sizes change.
/// Reference: Huang and Balestriero, "ALLoRA: Adaptive Learning Rate Mitigates LoRA Fatal Flaws", arXiv 2410.09692.
/// </remarks>
public sealed class RowScaling : IPrimalPolicy
{
    private readonly IAdapter _adapter;
    private readonly double _most;

    /// <summary>Sets up the policy.</summary>
    /// <param name="adapter">Borrowed; its factors that are matrices have their rows scaled.</param>
    /// <param name="most">eta, the factor of a row at 0, > 0. The default is 10.</param>
    public RowScaling(IAdapter adapter, double most = 10)
    {
        _most = most > 0 && double.IsFinite(most) ? most : throw new ArgumentOutOfRangeException(nameof(most), most, "the largest factor is a finite number > 0");
        _adapter = adapter;
    }

    /// <inheritdoc/>
    public void AfterBackward(PrimalDual learner, PrimalMove move)
    {
        foreach (var factor in _adapter.Factors.parameters())
        {
            using var scope = NewDisposeScope();
            if (factor.Dimensions == 2 && factor.grad is { } gradient) gradient.mul_((factor.square().sum([1], keepdim: true).sqrt() + 1 / (_most * _most)).rsqrt());
        }
    }
}
