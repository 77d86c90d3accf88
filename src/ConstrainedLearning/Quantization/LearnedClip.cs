using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>Activations whose range is learned with the model, by gradient (PACT): h = min(max(v, 0), alpha), Q = alpha round(n h / alpha) / n, n = 2^b - 1.</summary>
/// <remarks>
/// It takes the place of a ReLU; <c>forward</c> is <see cref="StraightThrough"/>. Gradients: dQ/dv = 1 for 0 &lt; v &lt; alpha, else 0; dQ/dalpha = 1 for v >= alpha, else 0. Little in that makes
/// alpha smaller: add a multiple of alpha^2 to the loss, as published (weight decay of <c>parameters()</c> does). Its state is the one parameter <c>alpha</c>, a scalar that has to stay above 0.
/// Reference: Choi et al., "PACT: Parameterized Clipping Activation for Quantized Neural Networks", arXiv 1805.06085, equations 1 to 3.
/// </remarks>
public sealed class LearnedClip : nn.Module<Tensor, Tensor>, IQuantizer
{
    private readonly Parameter alpha;

    /// <param name="bits">b, from 1 to 16.</param>
    /// <param name="initial">alpha at the start, above what most activations are. The default is 10.</param>
    public LearnedClip(int bits, double initial = 10) : base(nameof(LearnedClip))
    {
        Bits = QuantizerCheck.Bits(bits);
        if (!(initial > 0) || !double.IsFinite(initial)) throw new ArgumentOutOfRangeException(nameof(initial), initial, "a range starts at a finite number > 0");
        alpha = new Parameter(tensor((float)initial));
        alpha.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <inheritdoc/>
    public int Bits { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => StraightThrough(input);

    /// <inheritdoc/>
    public Tensor HighPrecision(Tensor values) => Rounding.HighPrecision(this, values, Smooth);

    /// <inheritdoc/>
    public Tensor Quantize(Tensor values) => Rounding.Quantize(this, values, Place);

    /// <inheritdoc/>
    public Tensor StraightThrough(Tensor values) => Rounding.StraightThrough(this, values, Smooth, Place);

    /// <inheritdoc/>
    public QuantizedTensor Encode(Tensor values) => Rounding.Encode(this, values, Place);

    // Not a minimum, whose gradient is shared where the two are equal.
    private Tensor Smooth(Tensor values) => where(values.ge(alpha), alpha.to(values.dtype), values.relu());

    private GridPlaces Place(Tensor values)
    {
        var steps = (1 << Bits) - 1;
        return new((Smooth(values) / alpha).mul_(steps).round_(), steps, alpha);
    }
}
