namespace ConstrainedLearning;

/// <summary>How long a run is and what it keeps.</summary>
public sealed record TrainerOptions
{
    /// <summary>How often the data is passed through. The default is 10.</summary>
    public int Epochs
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a run has at least one epoch");
    } = 10;

    /// <summary>The folder of checkpoints; null (the default): none are written.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>How many checkpoints are kept, the newest ones. The default is 2, so that a damaged one never is the only one.</summary>
    public int KeptCheckpoints
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "at least one checkpoint is kept");
    } = 2;

    /// <summary>Every how many steps progress is reported and, on a GPU, the host looks whether all steps were finite. The default is 20.</summary>
    public int ReportEvery
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "progress is reported every step or less often");
    } = 20;

    /// <summary>A violation of at most this on the validation set, in the bound's units, counts as none when the best iterate is chosen. The default is 0.</summary>
    public double FeasibilityTolerance
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a tolerance is >= 0");
    }
}
