using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// Frequency improved Legendre memory: of each channel, experts that see one, two and four horizons of the window each keep a memory in Legendre polynomials,
/// map its lowest frequencies, and read the future off it; a linear map mixes them. Every window is normalised by its own mean and deviation, then by a learned
/// scale and shift of each channel, and the prediction scaled back. The calendar is not looked at.
/// Zhou et al., "FiLM: Frequency improved Legendre Memory Model for Long-term Time Series Forecasting", NeurIPS 2022.
/// </summary>
public sealed class FiLM : Forecaster
{
    private const double VarianceFloor = 1e-5;
    private readonly Parameter scale;
    private readonly Parameter shift;
    private readonly ModuleList<LegendreExpert> experts;
    private readonly Linear mix;

    /// <summary>A FiLM with the published initial weights: uniform below 1 / order^2 in the experts, 1 and 0 in scale and shift, torch's usual ones in the mixture.</summary>
    public FiLM(ForecastShape shape, FiLMOptions? options = null) : base(nameof(FiLM), shape)
    {
        var sizes = (options ?? new()).Validated();
        scale = new Parameter(ones(shape.Channels).DetachFromDisposeScope());
        shift = new Parameter(zeros(shape.Channels).DetachFromDisposeScope());
        experts = nn.ModuleList<LegendreExpert>([.. Enumerable.Range(0, sizes.Scales).Select(power => new LegendreExpert(shape, sizes, 1 << power))]);
        mix = nn.Linear(sizes.Scales, 1);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ForecasterEntry Entry { get; } = new(
        "film", "linear maps of the frequencies of a Legendre memory (Zhou et al. 2022)",
        [
            new("order", 256, "Legendre polynomials in the memory"),
            new("modes", 32, "lowest frequencies of the memory that are kept"),
            new("scales", 3, "experts, which see the last one, two, four, ... horizons"),
        ],
        (shape, values) => new FiLM(shape, new FiLMOptions { Order = (int)values["order"], Modes = (int)values["modes"], Scales = (int)values["scales"] }));

    /// <inheritdoc/>
    public override Tensor forward(ForecastInput input)
    {
        using var scope = NewDisposeScope();
        var mean = input.Past.mean([1], keepdim: true);
        var centred = input.Past - mean;
        var deviation = centred.square().mean([1], keepdim: true).add_(VarianceFloor).sqrt_();
        var past = addcmul(shift, centred.div_(deviation), scale, 1).transpose(1, 2);

        var futures = stack([.. experts.Select(expert => expert.call(past))], -1);
        var future = mix.call(futures).squeeze(-1).transpose(1, 2);
        return (future - shift).mul(deviation / scale).add_(mean).MoveToOuterDisposeScope();
    }
}
