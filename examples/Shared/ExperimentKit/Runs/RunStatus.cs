using ConstrainedLearning;

namespace ExperimentKit.Runs;

/// <summary>How files call the state of a run.</summary>
public static class RunStatus
{
    /// <summary>It runs, or died without a word.</summary>
    public const string Running = "running";

    /// <summary>It came to its end.</summary>
    public const string Completed = "completed";

    /// <summary>The user stopped it; it can go on.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>A loss or a measurement was not finite.</summary>
    public const string NonFinite = "non-finite";

    /// <summary>Something else went wrong.</summary>
    public const string Failed = "failed";

    /// <summary>The trainer's status.</summary>
    public static string Of(TrainingStatus status) => status switch
    {
        TrainingStatus.Completed => Completed,
        TrainingStatus.Cancelled => Cancelled,
        _ => NonFinite,
    };
}
