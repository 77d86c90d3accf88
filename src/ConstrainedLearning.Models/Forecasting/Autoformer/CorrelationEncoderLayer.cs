using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>Auto-correlation, then feed-forward, each added to its input, of which the seasonal part goes on: [B, N, width] to the same. Wu et al. 2021, equation 3.</summary>
internal sealed class CorrelationEncoderLayer : nn.Module<Tensor, Tensor>
{
    private readonly SelfCorrelation correlation;
    private readonly FeedForward feedForward;
    private readonly SeriesDecomposition decomposition;
    private readonly Dropout dropout;

    public CorrelationEncoderLayer(AutoformerOptions options, int length) : base(nameof(CorrelationEncoderLayer))
    {
        correlation = new SelfCorrelation(options);
        feedForward = new FeedForward(options.Sizes, hasBias: false);
        decomposition = new SeriesDecomposition(length, options.MovingAverage);
        dropout = nn.Dropout(options.Sizes.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var mixed = decomposition.call(input + dropout.call(correlation.call(input)));
        return decomposition.call(mixed + feedForward.call(mixed));
    }
}
