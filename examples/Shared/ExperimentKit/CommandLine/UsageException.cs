namespace ExperimentKit.CommandLine;

/// <summary>The user asked for something that cannot be: one sentence, exit code 2.</summary>
public sealed class UsageException : Exception
{
    /// <summary>Prefer the other constructor.</summary>
    public UsageException() { }

    /// <summary>A usage error with its one sentence.</summary>
    public UsageException(string message) : base(message) { }

    /// <summary>A usage error with its one sentence and what caused it.</summary>
    public UsageException(string message, Exception innerException) : base(message, innerException) { }
}
