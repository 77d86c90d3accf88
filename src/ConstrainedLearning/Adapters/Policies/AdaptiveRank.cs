using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>How <see cref="AdaptiveRank"/> goes from all gates to those that are kept.</summary>
/// <param name="Kept">b_T: how many gates are left of all together, at least 1.</param>
/// <param name="Steps">T: steps of the whole training.</param>
public sealed record AdaptiveRankOptions(int Kept, long Steps)
{
    /// <summary>t_i: for so many steps all gates are kept. The default is 0.</summary>
    public long Warmup { get; init; }

    /// <summary>t_f: for so many steps at the end the kept gates stay the same. The default is 0.</summary>
    public long Final { get; init; }

    /// <summary>beta_1: how long sensitivities are remembered, in [0, 1). The default is 0.85.</summary>
    public double SensitivityMemory { get; init; } = 0.85;

    /// <summary>beta_2: how long their changes are remembered, in [0, 1). The default is 0.85.</summary>
    public double UncertaintyMemory { get; init; } = 0.85;

    /// <summary>b(t) = b_T + (b_0 - b_T) (1 - (t - t_i) / (T - t_i - t_f))^3 between warm-up and the end.</summary>
    /// <param name="step">t, the number of steps that were taken.</param>
    /// <param name="all">b_0: how many gates there are.</param>
    public int BudgetAt(long step, int all)
    {
        var share = Math.Clamp((double)(step - Warmup) / (Steps - Warmup - Final), 0, 1);
        return Kept + (int)Math.Round((all - Kept) * Math.Pow(1 - share, 3));
    }

    internal AdaptiveRankOptions Checked(int all) =>
        Kept < 1 || Kept > all ? throw new ArgumentException($"of {all} gates 1 to {all} can be kept, got {Kept}")
        : Warmup < 0 || Final < 0 || Warmup + Final >= Steps ? throw new ArgumentException($"warm-up ({Warmup}) and end ({Final}) leave no step of {Steps} in which ranks go down")
        : SensitivityMemory is not (>= 0 and < 1) || UncertaintyMemory is not (>= 0 and < 1) ? throw new ArgumentException("memories are in [0, 1)")
        : this;
}

/// <summary>
/// Lowers ranks in training where they matter least: of all sites' gates the b(t) with the highest score I U are kept and the others are 0, I the running mean of |g dL/dg| and U that of | |g dL/dg| - I |, with g as the optimiser has left it:
/// a gate that was 0 before the step has moved, so that it can come back.
/// </summary>
/// <remarks>
/// b(t) goes down by a cubic schedule. Scores are of the gates alone, without those of their components' vectors. Nothing waits for the device.
/// Reference: Zhang et al., "AdaLoRA: Adaptive Budget Allocation for Parameter-Efficient Fine-Tuning", ICLR 2023, arXiv 2303.10512, equations 8 to 13.
/// Owns its running means; the adapter stays the caller's.
/// </remarks>
public sealed class AdaptiveRank : IPrimalPolicy, ICheckpointed, IDisposable
{
    private readonly IGated _adapter;
    private readonly AdaptiveRankOptions _options;
    private readonly long[] _sizes;
    private readonly Dictionary<string, Tensor> _state = new(StringComparer.Ordinal);

    /// <summary>Sets up the policy.</summary>
    /// <param name="adapter">Borrowed.</param>
    /// <param name="options">How many gates are kept, and when.</param>
    public AdaptiveRank(IGated adapter, AdaptiveRankOptions options)
    {
        _adapter = adapter;
        _sizes = [.. adapter.Gates.Select(gates => gates.Values.numel())];
        _options = options.Checked((int)_sizes.Sum());
        using var _ = no_grad();
        var like = adapter.Gates[0].Values;
        foreach (var name in new[] { "sensitivity", "uncertainty" }) _state[name] = zeros([_sizes.Sum()], like.dtype, like.device).DetachFromDisposeScope();
    }

    /// <summary>I U of each gate, site after site; in the caller's dispose scope.</summary>
    public Tensor Scores() => _state["sensitivity"] * _state["uncertainty"];

    /// <inheritdoc/>
    public void AfterStep(PrimalDual learner, PrimalMove move)
    {
        if (move == PrimalMove.Final) Note();
        var (all, step) = ((int)_sizes.Sum(), learner.StepCount + 1); // the step is counted when it is over
        var kept = _options.BudgetAt(step, all);
        if (kept == all) return;
        var mask = zeros_like(_state["sensitivity"]).index_fill_(0, Scores().topk(kept).indexes, 1);
        foreach (var (gates, own) in _adapter.Gates.Zip(mask.split(_sizes))) gates.Values.mul_(own);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> StateDict() => _state;

    /// <inheritdoc/>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved) => SavedTensors.Restore(_state, saved, "the adaptive rank");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _state.Values) value.Dispose();
    }

    private void Note()
    {
        var now = cat([.. _adapter.Gates.Select(gates => gates.Values.grad is { } gradient ? (gates.Values * gradient).abs() : zeros_like(gates.Values))]);
        _state["sensitivity"].mul_(_options.SensitivityMemory).add_(now * (1 - _options.SensitivityMemory));
        _state["uncertainty"].mul_(_options.UncertaintyMemory).add_((now - _state["sensitivity"]).abs() * (1 - _options.UncertaintyMemory));
    }
}
