namespace ConstrainedLearning.Adapters;

/// <summary>Rank, scale and start of <see cref="LoRA"/>.</summary>
public sealed record LoRAOptions
{
    /// <summary>r. The default is 8.</summary>
    public int Rank { get; init => field = SiteCheck.Rank(value); } = 8;

    /// <summary>alpha; null (the default): the rank, so that s = 1 where the scale goes by the rank.</summary>
    public double? Alpha { get; init; }

    /// <summary>How the scale goes with the rank. The default is s = alpha / r.</summary>
    public RankScale Scale { get; init; } = RankScale.ByRank;

    /// <summary>Other ranks for some sites, by pattern: the first that fits a site's name as <see cref="NameRule"/> says. The default is none.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Ranks { get; init; } = [];

    /// <summary>Other alphas for some sites, by pattern. The default is none.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Alphas { get; init; } = [];

    /// <summary>How A starts. The default is torch's initial values of a linear layer.</summary>
    public LoRAInitialization Initialization { get; init; } = LoRAInitialization.Uniform;

    /// <summary>Whether A stays as it was drawn and B alone is trained (LoRA-FA); files hold A all the same. The default is no.</summary>
    public bool IsFirstFrozen { get; init; }

    /// <summary>The share of the inputs that the path leaves out in training. The default is 0.</summary>
    public double Dropout { get; init; }

    internal (int Rank, double Scale) SizeOf(Site site)
    {
        var rank = SiteCheck.Rank(NameRule.First(Ranks, site.Name, Rank));
        var alpha = NameRule.First(Alphas, site.Name, Alpha ?? rank);
        return (rank, Scale.Of(alpha, rank));
    }
}

/// <summary>How A starts.</summary>
public enum LoRAInitialization
{
    /// <summary>U(-1/sqrt(inputs), 1/sqrt(inputs)): torch's, and the published code's.</summary>
    Uniform,

    /// <summary>N(0, 1/r^2).</summary>
    Gaussian,
}
