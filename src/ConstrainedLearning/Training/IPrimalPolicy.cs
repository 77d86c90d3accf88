namespace ConstrainedLearning;

/// <summary>Something that takes part in the primal side of a learner's steps: a schedule, a transformation of gradients, a projection after the step.</summary>
/// <remarks>Given with <see cref="PrimalDual.With"/>. One that is <see cref="ICheckpointed"/> is saved and put back with the run. A step that is skipped for overflow has <see cref="BeforeStep"/> and <see cref="EndStep"/> alone.</remarks>
public interface IPrimalPolicy
{
    /// <summary>Called once a step, before anything is evaluated.</summary>
    void BeforeStep(PrimalDual learner)
    {
    }

    /// <summary>Called when the gradients of loss and requirements together are there, unscaled, before they are clipped and the optimiser moves. Without gradient, in a dispose scope.</summary>
    /// <param name="learner">Whose parameters have gradients.</param>
    /// <param name="move">Schemes that move twice in a step say which it is.</param>
    void AfterBackward(PrimalDual learner, PrimalMove move)
    {
    }

    /// <summary>Called when the optimiser has moved the parameters, as often as <see cref="AfterBackward"/>; the gradients are still there. Without gradient, in a dispose scope.</summary>
    void AfterStep(PrimalDual learner, PrimalMove move)
    {
    }

    /// <summary>Called once a step, when it is over, also where it was skipped or has failed.</summary>
    void EndStep(PrimalDual learner)
    {
    }
}

/// <summary>Which move of the parameters a step makes.</summary>
public enum PrimalMove
{
    /// <summary>The step's only, or last, move.</summary>
    Final,

    /// <summary>A look ahead (extragradient's first half): the parameters go back to where they were. What counts steps or keeps averages passes it over.</summary>
    Trial,
}
