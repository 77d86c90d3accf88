namespace ConstrainedLearning.Quantization;

/// <summary>What the batch normalisation layers of a low-precision twin have of their own, beside their running statistics.</summary>
public enum TwinNormalization
{
    /// <summary>Nothing: scale and shift are the model's, and the pass at low precision carries no gradient at all.</summary>
    Shared,

    /// <summary>
    /// Scale and shift, trained through the pass at low precision with rounded inputs counted as passed through: the one straight-through estimate, and none of it reaches a parameter of the model. As
    /// published ("switchable" normalisation). They are parameters for the optimiser: <see cref="LowPrecisionTwin.Parameters"/>.
    /// </summary>
    OwnScale,
}
