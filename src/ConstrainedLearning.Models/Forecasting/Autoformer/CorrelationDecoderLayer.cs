using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>
/// Auto-correlation, correlation with the encoder's output, feed-forward, each added to its input, of which the seasonal part goes on, while a map of the three
/// trends to the series is what the layer adds to the forecast: [B, N, width] and [B, M, width] to [B, N, width] and [B, N, C]. Wu et al. 2021, equation 4.
/// </summary>
internal sealed class CorrelationDecoderLayer : nn.Module<Tensor, Tensor, (Tensor Seasonal, Tensor Trend)>
{
    private readonly SelfCorrelation selfCorrelation;
    private readonly CrossCorrelation crossCorrelation;
    private readonly FeedForward feedForward;
    private readonly SeriesDecomposition decomposition;
    private readonly CircularConvolution trend;
    private readonly Dropout dropout;

    public CorrelationDecoderLayer(AutoformerOptions options, int length, int channels) : base(nameof(CorrelationDecoderLayer))
    {
        selfCorrelation = new SelfCorrelation(options);
        crossCorrelation = new CrossCorrelation(options);
        feedForward = new FeedForward(options.Sizes, hasBias: false);
        decomposition = new SeriesDecomposition(length, options.MovingAverage);
        trend = new CircularConvolution(options.Sizes.Width, channels);
        dropout = nn.Dropout(options.Sizes.Dropout);
        RegisterComponents();
    }

    public override (Tensor Seasonal, Tensor Trend) forward(Tensor input, Tensor memory)
    {
        var own = input + dropout.call(selfCorrelation.call(input));
        var seasonal = decomposition.call(own);
        var informed = seasonal + dropout.call(crossCorrelation.call(seasonal, memory));
        seasonal = decomposition.call(informed);
        var last = seasonal + feedForward.call(seasonal);
        // The average of a sum is the sum of the averages: one product for the three trends.
        return (decomposition.call(last), trend.call(decomposition.Trend((own + informed).add_(last))));
    }
}
