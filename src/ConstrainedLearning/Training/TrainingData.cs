namespace ConstrainedLearning;

/// <summary>The batches of a training set, in an order that depends on the epoch alone, so that a run can be resumed at any batch.</summary>
/// <typeparam name="TBatch">What a batch is; disposed after its step when it is disposable.</typeparam>
/// <param name="BatchesPerEpoch">How many batches an epoch has.</param>
/// <param name="Batches">Gives the batches of an epoch (counted from 1), without the first so many.</param>
public sealed record TrainingData<TBatch>(int BatchesPerEpoch, Func<int, int, IEnumerable<TBatch>> Batches);
