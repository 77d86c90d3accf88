namespace ConstrainedLearning.Invariance;

/// <summary>What <see cref="LearnedRanges"/> learns and from where.</summary>
public sealed record LearnedRangesOptions
{
    /// <summary>The families of maps whose widths are learned; the others stay out. The default is all six.</summary>
    public IReadOnlyList<AffineGenerator> Generators
    {
        get;
        init => field = value.Count > 0 && value.Distinct().Count() == value.Count
            ? value
            : throw new ArgumentException($"the generators are [{string.Join(", ", value)}], expected at least one and each once", nameof(value));
    } = AffineGenerator.All;

    /// <summary>
    /// Every width at the start, above 0. The default is ln(2) / 2, where the authors' code starts: softplus(0), halved, since it draws from half the width to either side. Started near 0 widths stay there:
    /// maps of a fraction of a pixel blur, which costs more than the reward.
    /// </summary>
    public double InitialWidth
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "widths start at a finite number > 0: at 0 their norm has no gradient");
    } = Math.Log(2) / 2;

    /// <summary>What a unit of the widths' norm is rewarded with, 0 or more. The default is 0.01, as published.</summary>
    public double Regularization
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a regularisation is a finite number >= 0");
    } = 0.01;
}
