namespace ConstrainedLearning;

/// <summary>In which order primal and dual move within one step.</summary>
public abstract record Scheme
{
    private protected Scheme()
    {
    }

    /// <summary>Both move from the same evaluation: the primal gradient sees the old multipliers, the multipliers see the values at the old parameters.</summary>
    public static Scheme Simultaneous { get; } = new SimultaneousScheme();

    /// <summary>Carries out one step.</summary>
    internal abstract void Step(PrimalDual learner, Func<Evaluation> evaluate);
}

/// <summary>See <see cref="Scheme.Simultaneous"/>.</summary>
internal sealed record SimultaneousScheme : Scheme
{
    internal override void Step(PrimalDual learner, Func<Evaluation> evaluate)
    {
        learner.Optimizer.zero_grad();
        var measured = learner.Measure(evaluate);
        measured.Objective.backward();
        learner.AdvanceDuals(measured);
        learner.Optimizer.step();
    }
}
