using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// A network that maps windows of the past to windows of the future: <c>call(input)</c> gives [B, horizon, channels], which the caller disposes;
/// whatever <c>forward</c> makes on the way is freed in it.
/// </summary>
public abstract class Forecaster : nn.Module<ForecastInput, Tensor>
{
    /// <summary>For deriving classes, which create their parts as fields and then call <c>RegisterComponents()</c>; a field's name is its name in checkpoints.</summary>
    /// <param name="name">Name of the network.</param>
    /// <param name="shape">Sizes that the data decides.</param>
    protected Forecaster(string name, ForecastShape shape) : base(name) => Shape = shape;

    /// <summary>Sizes that the data decides.</summary>
    public ForecastShape Shape { get; }
}
