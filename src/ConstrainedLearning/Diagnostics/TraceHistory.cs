namespace ConstrainedLearning.Diagnostics;

/// <summary>What a <c>Trace</c> recorded, on the host: one row per recorded step.</summary>
/// <param name="Steps">The step numbers of the rows, rising.</param>
/// <param name="Losses">The loss at each row.</param>
/// <param name="Constraints">The history of each constraint, by name.</param>
public sealed record TraceHistory(
    IReadOnlyList<long> Steps,
    IReadOnlyList<double> Losses,
    IReadOnlyDictionary<string, ConstraintHistory> Constraints);

/// <summary>The history of one constraint; each table is indexed [row][component].</summary>
/// <param name="Name">The constraint's name.</param>
/// <param name="Multipliers">lambda, the price of each component.</param>
/// <param name="Slacks">u, the relaxation of each component in the bound's units; zeros where the constraint is not relaxed.</param>
/// <param name="Values">The measured value of each component, in the bound's units.</param>
public sealed record ConstraintHistory(string Name, double[][] Multipliers, double[][] Slacks, double[][] Values);
