using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Which scalar the primal descends.</summary>
public abstract record Formulation
{
    private protected Formulation()
    {
    }

    /// <summary>L = loss + sum_i lambda_i (g_i - eps_i - u_i).</summary>
    public static Formulation Lagrangian { get; } = new LagrangianFormulation();

    /// <summary>
    /// What a constraint adds to the loss, up to terms that do not depend on the model's parameters. A new scalar, or null when it adds nothing.
    /// </summary>
    /// <param name="state">The dual state; its multipliers carry no gradient.</param>
    /// <param name="values">g, shape [count], differentiable.</param>
    internal abstract Tensor Term(DualState state, Tensor values);
}

/// <summary>See <see cref="Formulation.Lagrangian"/>.</summary>
internal sealed record LagrangianFormulation : Formulation
{
    // lambda is read by the dot product now and only moved after backward, so the product may borrow it.
    internal override Tensor Term(DualState state, Tensor values) => values.dot(state.Multiplier);
}
