namespace ConstrainedLearning;

/// <summary>Which side of the problem a constraint takes part in.</summary>
public enum Contribution
{
    /// <summary>The multiplier moves and pushes the model.</summary>
    Both,

    /// <summary>The multiplier pushes the model and stays where it starts: a fixed weight.</summary>
    PrimalOnly,

    /// <summary>The multiplier moves and does not push the model: a gauge.</summary>
    DualOnly,
}
