// The device and its random numbers are one for all tests.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
