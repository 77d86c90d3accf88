namespace ConstrainedLearning;

/// <summary>How a solution, or a run so far, is to be read. Each comes with a sentence that names the constraint.</summary>
public enum SolutionStatus
{
    /// <summary>The residuals are within tolerance.</summary>
    Converged,

    /// <summary>Nothing is wrong that can be seen, but it has not settled yet.</summary>
    StillMoving,

    /// <summary>Multipliers swing about a mean and the swing does not shrink.</summary>
    Oscillating,

    /// <summary>A multiplier grows on while its violation stands: the requirements contradict each other, or the model cannot meet them.</summary>
    Infeasible,

    /// <summary>A multiplier grows on while its violation falls towards 0: the dual problem is unbounded, no finite price exists (no point satisfies the bound strictly).</summary>
    NoMultiplier,

    /// <summary>A multiplier stands at its cap while its bound is violated: the price is above the cap, or infinite.</summary>
    Capped,

    /// <summary>The loss or a constraint's value became NaN or infinite.</summary>
    NonFinite,
}
