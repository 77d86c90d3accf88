namespace ConstrainedLearning;

/// <summary>A measured value has not the shape that its constraint says.</summary>
public sealed class ShapeMismatchException : ArgumentException
{
    /// <summary>Names the constraint, what was got and what was expected.</summary>
    public ShapeMismatchException(string constraint, string what, ReadOnlySpan<long> got, string expected)
        : base($"constraint '{constraint}': {what} has shape {Text.Shape(got)}, expected {expected}") => Constraint = constraint;

    /// <summary>The constraint's name.</summary>
    public string Constraint { get; }
}

/// <summary>The loss or a measured value is NaN or infinite. Raised before anything moved by it, in a second evaluation after the model has moved to where it was found (on a GPU: at the next look, see <see cref="PrimalDual.Check"/>).</summary>
public sealed class NonFiniteException : ArithmeticException
{
    /// <summary>Names the step and what is not finite.</summary>
    public NonFiniteException(long step, IReadOnlyList<string> sources)
        : base($"step {step}: {string.Join(" and ", sources)} {(sources.Count > 1 ? "are" : "is")} not finite; nothing was updated from it. Lower the learning rate, or look at the batch that gave it") =>
        (Step, Sources) = (step, sources);

    /// <summary>The step, counted from 1.</summary>
    public long Step { get; }

    /// <summary>What was not finite: <c>the loss</c>, or constraints by name.</summary>
    public IReadOnlyList<string> Sources { get; }
}
