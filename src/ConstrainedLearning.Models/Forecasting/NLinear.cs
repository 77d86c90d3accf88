using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// One linear map over time of the window less its last row, which is added again: y = W (x - x_L) + b + x_L, shared by all channels.
/// Zeng et al., "Are Transformers Effective for Time Series Forecasting?", AAAI 2023.
/// </summary>
public sealed class NLinear : Forecaster
{
    private readonly Linear linear;

    /// <summary>An NLinear with torch's usual initial weights.</summary>
    public NLinear(ForecastShape shape) : base(nameof(NLinear), shape)
    {
        linear = nn.Linear(shape.Lookback, shape.Horizon);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ForecasterEntry Entry { get; } = new(
        "nlinear", "one linear map of the window less its last row (Zeng et al. 2023)", [], (shape, _) => new NLinear(shape));

    /// <inheritdoc/>
    public override Tensor forward(ForecastInput input)
    {
        using var scope = NewDisposeScope();
        var last = input.Past.narrow(1, Shape.Lookback - 1, 1);
        var future = linear.call((input.Past - last).transpose(1, 2)).transpose(1, 2);
        return (future + last).MoveToOuterDisposeScope();
    }
}
