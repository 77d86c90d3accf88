using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>Values whose step is learned with the model, by gradient (LSQ): h = min(max(v, -q s), p s), Q = s round(min(max(v / s, -q), p)).</summary>
/// <remarks>
/// <c>forward</c> is <see cref="StraightThrough"/>. Gradients: dQ/dv = 1 for -q &lt; v / s &lt; p, else 0; dQ/ds = round(v / s) - v / s there, -q below and p above, times g = 1 / sqrt(N p), N being the
/// number of weights, or that of activations of one sample. The step starts at 2 mean |v| / sqrt(p) of the first values that come (which waits for the device, once). Its state is the parameter
/// <c>step</c>, a scalar that has to stay above 0, and <c>started</c>: whether the step has been set.
/// Reference: Esser et al., "Learned Step Size Quantization", ICLR 2020, arXiv 1902.08153, equations 1 to 5 and section 2.2.
/// </remarks>
public sealed class LearnedStep : nn.Module<Tensor, Tensor>, IQuantizer
{
    private readonly Parameter step;
    private readonly Tensor started;
    private readonly int _lowest;
    private readonly int _highest;
    private bool _hasStarted;

    private LearnedStep(int bits, int lowest, int highest) : base(nameof(LearnedStep))
    {
        (Bits, _lowest, _highest) = (bits, lowest, highest);
        step = new Parameter(tensor(1f));
        step.DetachFromDisposeScope();
        started = tensor(false).DetachFromDisposeScope();
        register_buffer(nameof(started), started);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public int Bits { get; }

    /// <summary>Of both signs: q = 2^(b - 1), p = q - 1.</summary>
    /// <param name="bits">b, from 2 to 16: with 1 bit p would be 0.</param>
    public static LearnedStep ForWeights(int bits)
    {
        var half = 1 << (QuantizerCheck.Bits(bits, fewest: 2) - 1);
        return new(bits, -half, half - 1);
    }

    /// <summary>From 0 up, samples along the first dimension: q = 0, p = 2^b - 1.</summary>
    /// <param name="bits">b, from 1 to 16.</param>
    public static LearnedStep ForActivations(int bits) => new(QuantizerCheck.Bits(bits), 0, (1 << bits) - 1);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => StraightThrough(input);

    /// <inheritdoc/>
    public Tensor HighPrecision(Tensor values)
    {
        Start(values);
        return Rounding.HighPrecision(this, values, Clipped);
    }

    /// <inheritdoc/>
    public Tensor Quantize(Tensor values)
    {
        Start(values);
        return Rounding.Quantize(this, values, Place);
    }

    /// <inheritdoc/>
    public Tensor StraightThrough(Tensor values)
    {
        Start(values);
        using var scope = NewDisposeScope();
        var size = Scaled(values);
        // Not a clamp, whose gradient is 1 at the ends.
        var codes = (values / size).hardtanh(_lowest, _highest);
        return (Rounding.WithGradientOf(codes, codes.detach().round()) * size).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public QuantizedTensor Encode(Tensor values)
    {
        QuantizerCheck.Finite(this, values);
        Start(values);
        return Rounding.Encode(this, values, Place);
    }

    private void Start(Tensor values)
    {
        QuantizerCheck.Values(this, values);
        if (_hasStarted) return;
        _hasStarted = true;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // A state that was loaded has its step.
        if (started.ToBoolean()) return;
        step.copy_(Rounding.Nonzero(values.abs().mean() * (2 / Math.Sqrt(_highest))));
        started.fill_(true);
    }

    private Tensor Clipped(Tensor values)
    {
        var size = Scaled(values);
        return values.clamp(size * _lowest, size * _highest);
    }

    private GridPlaces Place(Tensor values) => new((values / step).clamp_(_lowest, _highest).round_(), 1, step) { IsSigned = _lowest < 0 };

    // The step itself, with its gradient times g.
    private Tensor Scaled(Tensor values)
    {
        var count = _lowest < 0 || values.Dimensions == 0 ? values.numel() : values.numel() / values.size(0);
        return Rounding.WithGradientOf(step * (1 / Math.Sqrt((double)count * _highest)), step.detach());
    }
}
