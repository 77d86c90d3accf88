namespace ConstrainedLearning.Models.Data;

/// <summary>
/// Something is wrong with the data and its owner can mend it. <see cref="Exception.Message"/> is one sentence that names the file,
/// the place, what was found and what was expected; a command line prints it as it is.
/// </summary>
public sealed class DataException : Exception
{
    /// <summary>A data error without a message; prefer the other constructors.</summary>
    public DataException() { }

    /// <summary>A data error with its one sentence.</summary>
    public DataException(string message) : base(message) { }

    /// <summary>A data error with its one sentence and what caused it.</summary>
    public DataException(string message, Exception innerException) : base(message, innerException) { }
}
