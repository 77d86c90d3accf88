using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>The type of number in which the model and the requirements are evaluated.</summary>
/// <remarks>
/// Parameters, gradients, multipliers and their updates keep their own type: only operators that lose little by it (matrix products, convolutions) compute in fewer bits.
/// Reference: Micikevicius et al., "Mixed Precision Training", ICLR 2018.
/// </remarks>
public sealed record Precision
{
    internal Precision(ScalarType? type, LossScaleOptions? scale) => (Type, Scale) = (type, scale);

    /// <summary>The parameters' own type everywhere.</summary>
    public static Precision Full { get; } = new(null, null);

    /// <summary>Products in BFloat16: the range of Float32, 8 bits of mantissa. On the CPU and on GPUs.</summary>
    public static Precision BFloat16 { get; } = new(ScalarType.BFloat16, null);

    /// <summary>
    /// Products in Float16, on GPUs alone: 11 bits of mantissa, but numbers below 6e-8 vanish. So the objective is multiplied by a scale before it is differentiated,
    /// and the gradients are divided by it. A step whose gradients or values are not finite moves nothing and halves the scale. Each step waits for the device twice.
    /// </summary>
    /// <param name="initialScale">The first scale. The default is 65536, PyTorch's.</param>
    /// <param name="growthInterval">After how many steps in a row with finite gradients the scale is doubled. The default is 2000, PyTorch's.</param>
    /// <exception cref="ArgumentException">The scale is outside [2^-10, 2^127], or the interval is below 1.</exception>
    public static Precision Float16(double initialScale = 65536, int growthInterval = 2000) => new(ScalarType.Float16, new LossScaleOptions(initialScale, growthInterval));

    /// <summary>What operators compute in; null: no autocast.</summary>
    internal ScalarType? Type { get; }

    /// <summary>How the objective is scaled; null: not at all.</summary>
    internal LossScaleOptions? Scale { get; }

    /// <summary>The scale of a new run; null where the precision needs none.</summary>
    internal LossScale? StartLossScale() => Scale is null ? null : new LossScale(Scale);

    /// <inheritdoc/>
    public override string ToString() => Type switch
    {
        null => "full",
        ScalarType.BFloat16 => "bfloat16",
        _ => $"float16 (loss scale from {Text.Number(Scale!.Initial)}, doubled every {Text.Number(Scale.GrowthInterval)} steps)",
    };
}
