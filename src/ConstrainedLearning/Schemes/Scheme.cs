using ConstrainedLearning.Schemes;

namespace ConstrainedLearning;

/// <summary>In which order primal and dual move within one step.</summary>
public abstract record Scheme
{
    private protected Scheme()
    {
    }

    /// <summary>Both move from the same evaluation: the primal gradient sees the old multipliers, the multipliers see the values at the old parameters.</summary>
    public static Scheme Simultaneous { get; } = new SimultaneousScheme();

    /// <summary>The model moves first, by the old multipliers; then the multipliers, by the values at the new parameters: one more evaluation, without gradient.</summary>
    public static Scheme AlternatingPrimalDual { get; } = new AlternatingPrimalDualScheme();

    /// <summary>
    /// The multipliers move first, and the primal gradient of the same evaluation sees the new ones: no evaluation more. On noisy batches the force is then correlated with the
    /// batch's own noise, F = lambda + eta (v + noise), so the model feels eta * (noise times gradient of noise) besides.
    /// </summary>
    public static Scheme AlternatingDualPrimal { get; } = new AlternatingDualPrimalScheme();

    /// <summary>
    /// z_half = z_k + step(z_k), z_{k+1} = z_k + step(z_half), for parameters and multipliers alike. Two evaluations, of the same batch; the optimisers' own state advances in both halves.
    /// Converges where simultaneous steps circle (bilinear games, linear programs).
    /// </summary>
    /// <remarks>Reference: Korpelevich, "The extragradient method for finding saddle points and other problems", 1976. Both moves start from z_k.</remarks>
    public static Scheme Extragradient { get; } = new ExtragradientScheme();

    /// <summary>
    /// Extrapolation from the past: each side is given 2 d_k - d_{k-1} in place of its gradient d_k (the first step d_0). The calm of extragradient with one evaluation a step.
    /// </summary>
    /// <remarks>References: Popov, 1980; Daskalakis et al., "Training GANs with Optimism", ICLR 2018.</remarks>
    public static Scheme Optimistic { get; } = new OptimisticScheme();

    /// <summary>The model moves every step by frozen multipliers; these move when <see cref="PrimalDual.DualStep"/> is called, which the trainer does once an epoch with the whole training set.</summary>
    public static Scheme PerEpoch { get; } = new PerEpochScheme();

    /// <summary>
    /// The method of multipliers: after an inner loop of primal steps the values are measured again, lambda &lt;- Pi(F) = Pi(lambda + c v), and the penalty coefficient grows by its rule.
    /// Needs an augmented Lagrangian; the dual step is tied to c and the constraint's <see cref="DualUpdate"/> is not used.
    /// </summary>
    /// <remarks>References: Hestenes 1969; Powell 1969; Rockafellar 1973.</remarks>
    /// <param name="innerSteps">How many primal steps the inner loop has at most. The default is 100.</param>
    /// <param name="gradientTolerance">
    /// The inner loop ends early when the largest entry of the primal gradient is at most this; null (the default): it does not. A look at it waits for the device at every step.
    /// </param>
    public static Scheme MethodOfMultipliers(int innerSteps = 100, double? gradientTolerance = null) => new MethodOfMultipliersScheme(innerSteps, gradientTolerance);

    /// <summary>The rule that moves multipliers under this scheme.</summary>
    internal virtual DualUpdate Adapt(DualUpdate update) => update;

    /// <summary>The scheme at work on a learner.</summary>
    internal abstract SchemeRun Start(PrimalDual learner);
}
