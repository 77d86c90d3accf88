namespace ConstrainedLearning;

/// <summary>How a run ended.</summary>
public enum TrainingStatus
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>The run was asked to stop; it can be resumed.</summary>
    Cancelled,

    /// <summary>The caller's condition for an early end was met.</summary>
    Stopped,

    /// <summary>The loss or a constraint's value became NaN or infinite.</summary>
    NonFinite,
}

/// <summary>What a run gave.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Message">The status as a sentence for the user.</param>
/// <param name="History">The finished epochs.</param>
/// <param name="Steps">How many steps were taken in all, those before a resume included.</param>
/// <param name="Seconds">Time spent in steps, evaluation not counted.</param>
/// <param name="BestScore">The score of the best iterate; null when nothing was scored.</param>
public sealed record TrainingResult(TrainingStatus Status, string Message, IReadOnlyList<EpochRecord> History, long Steps, double Seconds, double? BestScore)
{
    /// <summary>The largest violation on the validation set that goes with the best score; null when nothing was scored.</summary>
    public double? BestViolation { get; init; }

    /// <summary>What the trace says of the run's multipliers; null when none was recorded.</summary>
    public Diagnosis? Diagnosis { get; init; }
}

/// <summary>Where a run stands; reported every few steps.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Batch">How many of the epoch's batches are done.</param>
/// <param name="Batches">How many the epoch has.</param>
/// <param name="Step">How many steps were taken in all.</param>
/// <param name="Loss">The last step's loss.</param>
/// <param name="LargestExcess">The largest g - eps - u of the last step and whose it is; null without constraints.</param>
/// <param name="LargestMultiplier">The largest multiplier; 0 without constraints.</param>
/// <param name="MeanMultiplier">The mean multiplier; 0 without constraints.</param>
/// <param name="StepsPerSecond">Steps a second since the run started here.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, int Batch, int Batches, long Step, double Loss, (string Component, double Excess)? LargestExcess, double LargestMultiplier, double MeanMultiplier, double StepsPerSecond);
