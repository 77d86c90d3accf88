// The default generator, the default element type and the count of living tensors belong to the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
