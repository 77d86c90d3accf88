using ConstrainedLearning;
using ConstrainedLearning.Models.Data;

namespace ExperimentKit.CommandLine;

/// <summary>What a program hands back, and which failures are told in one sentence.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Data, files or the run itself went wrong.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by the user.</summary>
    public const int Cancelled = 130;

    /// <summary>The exit code of a failure that the user can mend; null for a defect of the program, which should show where it happened.</summary>
    public static int? Of(Exception exception) => exception switch
    {
        UsageException => Usage,
        OperationCanceledException => Cancelled,
        RunFailedException or DataException or CheckpointException or IOException or InvalidDataException or UnauthorizedAccessException => Failure,
        _ => null,
    };
}
