namespace ExperimentKit.CommandLine;

/// <summary>One command of a program.</summary>
/// <param name="Name">As written on the command line.</param>
/// <param name="Summary">One line for the list of commands.</param>
/// <param name="Description">A paragraph for its own help page.</param>
/// <param name="Flags">Its options, in the order of the help page; groups are listed in the order of their first option.</param>
/// <param name="Examples">Command lines with what they do, for the end of the help page.</param>
/// <param name="Run">Does it, and gives the exit code.</param>
public sealed record Command(
    string Name, string Summary, string Description, IReadOnlyList<Flag> Flags, IReadOnlyList<(string Line, string Does)> Examples, Func<GivenFlags, Session, int> Run);
