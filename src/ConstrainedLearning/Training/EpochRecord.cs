namespace ConstrainedLearning;

/// <summary>What one epoch showed.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Loss">The mean training loss over the epoch's batches (in training mode, at the parameters of each step).</param>
/// <param name="Constraints">The mean measured value of each constraint's components.</param>
/// <param name="Observations">The mean of whatever the evaluation observed besides.</param>
/// <param name="Metrics">What the validation at the end of the epoch gave.</param>
/// <param name="Seconds">Time spent in the epoch's steps.</param>
public sealed record EpochRecord(
    int Epoch,
    double Loss,
    Dictionary<string, double[]> Constraints,
    Dictionary<string, double[]> Observations,
    Dictionary<string, double> Metrics,
    double Seconds);
