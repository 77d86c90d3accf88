using Cifar.Options;
using Cifar.Results;
using ExperimentKit.CommandLine;

namespace Cifar.Commands;

/// <summary><c>symmetries</c>: what invariance to each of three families costs on a data set.</summary>
internal static class SymmetriesCommand
{
    internal const string Name = "symmetries";

    private const string Description =
        "Trains a classifier with three requirements at once: the loss under rotations (up to 180 degrees either way), translations (up to a quarter of the width) and changes of size "
        + "(by exp(-1.5) to exp(1.5)) stays below the same bound. A family that the data has already costs little, and its multiplier ends lowest. "
        + "--symmetry gives the data one to be found. With --resilient the bounds that are dear give way by themselves.";

    internal static Command Create() => new(
        Name, "find which symmetries the data has, by what invariance to each costs", Description,
        [.. SymmetryOptions.Table.Flags, .. RunCommand.Flags],
        [
            ("symmetries --symmetry rotated180", "digits, each turned by an angle of its own: which family is cheapest?"),
            ("symmetries --data mnist --per-class 200 --symmetry translated --resilient 1", "a part of MNIST, with bounds that may give way"),
        ],
        (flags, session) => RunCommand.Execute(flags, session, SymmetryOptions.Table, SymmetryOptions.Smoke, Show));

    private static void Show(Summary summary, Session session)
    {
        if (summary.Requirements.Count == 0) return;
        session.WriteLine(ResultTables.Prices(summary).ToText().TrimEnd());
        foreach (var sentence in Ranking.Sentences(summary)) session.WriteLine(sentence);
    }
}
