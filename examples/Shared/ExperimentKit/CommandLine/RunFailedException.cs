namespace ExperimentKit.CommandLine;

/// <summary>A run ended without a result: one sentence, exit code 1.</summary>
public sealed class RunFailedException : Exception
{
    /// <summary>Prefer the other constructor.</summary>
    public RunFailedException() { }

    /// <summary>A failed run with its one sentence.</summary>
    public RunFailedException(string message) : base(message) { }

    /// <summary>A failed run with its one sentence and what caused it.</summary>
    public RunFailedException(string message, Exception innerException) : base(message, innerException) { }
}
