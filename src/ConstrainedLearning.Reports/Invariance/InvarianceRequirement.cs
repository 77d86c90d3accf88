namespace ConstrainedLearning.Reports.Invariance;

/// <summary>A bound on the loss under transformations, as a report shows it.</summary>
/// <param name="Name">The constraint's name; by it the epochs' observations and the trace are found.</param>
/// <param name="Epsilon">The bound.</param>
/// <param name="Operations">The names of the transformations, in the order of the observed shares.</param>
public sealed record InvarianceRequirement(string Name, double Epsilon, IReadOnlyList<string> Operations);
