// The runner owns the console and the current folder while it runs, as a process does.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
