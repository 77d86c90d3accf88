// Runs draw from torch's one generator and set its threads: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
