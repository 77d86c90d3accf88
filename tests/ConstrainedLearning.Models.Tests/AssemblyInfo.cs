// torch's random numbers are one for the whole process, and tests seed them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
