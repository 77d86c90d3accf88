namespace ExperimentKit.CommandLine;

/// <summary>The user stopped a run, whose state is saved: the message says how to go on. Exit code 130, as a shell counts an interrupt.</summary>
public sealed class RunCancelledException : OperationCanceledException
{
    /// <summary>Prefer the other constructor.</summary>
    public RunCancelledException() { }

    /// <summary>A stopped run and how to go on.</summary>
    public RunCancelledException(string message) : base(message) { }

    /// <summary>A stopped run, how to go on and what caused it.</summary>
    public RunCancelledException(string message, Exception innerException) : base(message, innerException) { }
}
