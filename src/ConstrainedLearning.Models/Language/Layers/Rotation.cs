using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>
/// Rotary positions: at place t the pair (x_j, x_(j + E/2)) of a head is turned by the angle t f_j, f_j = base^(-2j / E). Su et al., "RoFormer", 2021, with the pairs half a head apart, as published
/// weights of Llama have them.
/// </summary>
/// <param name="Cosine">cos(t f_j), twice side by side: [length, E].</param>
/// <param name="Sine">-sin(t f_j) beside sin(t f_j): [length, E].</param>
internal sealed record Rotation(Tensor Cosine, Tensor Sine)
{
    /// <summary>The rotations of <paramref name="length"/> places from <paramref name="past"/> on. Angles are in double precision: they reach the length of the context, where single precision has lost digits.</summary>
    public static Rotation Of(LanguageModelOptions options, int past, int length, Tensor like)
    {
        using var scope = NewDisposeScope();
        var places = arange(past, past + length, dtype: ScalarType.Float64, device: like.device);
        var angles = places.outer(Frequencies(options, like.device));
        var (cosine, sine) = (angles.cos().to(like.dtype), angles.sin().to(like.dtype));
        return new Rotation(cat([cosine, cosine], 1).MoveToOuterDisposeScope(), cat([-sine, sine], 1).MoveToOuterDisposeScope());
    }

    /// <summary>Turns heads [batch * heads, length, E].</summary>
    public Tensor Turn(Tensor heads) => (heads * Cosine).addcmul_(heads.roll(heads.shape[2] / 2, 2), Sine, 1);

    private static Tensor Frequencies(LanguageModelOptions options, Device device)
    {
        var frequencies = arange(0, options.HeadWidth, 2, ScalarType.Float64, device).mul_(-Math.Log(options.RotaryBase) / options.HeadWidth).exp_();
        if (options.RotaryScaling is not { } scaling) return frequencies;
        // 1 where a frequency stays, 0 where it is divided by the factor.
        var turns = frequencies * (scaling.OriginalContextLength / (2 * Math.PI));
        var kept = turns.sub_(scaling.LowFrequencyFactor).div_(scaling.HighFrequencyFactor - scaling.LowFrequencyFactor).clamp_(0, 1);
        return frequencies * (kept * (1 - 1 / scaling.Factor) + 1 / scaling.Factor);
    }
}
