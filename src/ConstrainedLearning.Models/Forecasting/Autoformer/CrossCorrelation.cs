using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>Auto-correlation of tokens [B, N, width] with others [B, M, width], giving [B, N, width]; the others are cut after N rows or followed by zeros.</summary>
internal sealed class CrossCorrelation : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Linear query;
    private readonly Linear keyAndValue;
    private readonly Linear output;
    private readonly int _factor;

    public CrossCorrelation(AutoformerOptions options) : base(nameof(CrossCorrelation))
    {
        var width = options.Sizes.Width;
        _factor = options.Factor;
        query = nn.Linear(width, width);
        keyAndValue = nn.Linear(width, 2 * width);
        output = nn.Linear(width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Tensor memory)
    {
        var length = input.shape[1];
        var memories = fft.rfft(keyAndValue.call(memory), length, 1).chunk(2, 2);
        return output.call(AutoCorrelation.Mix(fft.rfft(query.call(input), dim: 1), memories[0], memories[1], length, _factor, training));
    }
}
