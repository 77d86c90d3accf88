namespace ConstrainedLearning.Checkpoints;

/// <summary>Where a run stands, and what it has seen.</summary>
/// <param name="Epoch">The epoch under way or about to start, counted from 1.</param>
/// <param name="Batch">How many of its batches are done.</param>
/// <param name="Step">How many steps were taken in all.</param>
/// <param name="Seconds">Time spent in steps so far.</param>
/// <param name="BestScore">The best score so far, null before the first.</param>
/// <param name="BestViolation">The violation that goes with it.</param>
/// <param name="History">The finished epochs.</param>
internal sealed record Cursor(int Epoch, int Batch, long Step, double Seconds, double? BestScore, double BestViolation, List<EpochRecord> History);
