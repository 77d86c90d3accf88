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
        // Subtracting the last row before the map and adding it after is itself a change of the map: its last column becomes what makes every row of the
        // map sum to one. One product then does it all, and gradients are those of the formula (the last column of W, which meets x_L - x_L, gets none).
        var earlier = linear.weight!.narrow(1, 0, Shape.Lookback - 1);
        var map = cat([earlier, 1 - earlier.sum(1, keepdim: true)], 1);
        return nn.functional.linear(input.Past.transpose(1, 2), map, linear.bias).transpose(1, 2).MoveToOuterDisposeScope();
    }
}
