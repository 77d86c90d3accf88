using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>Auto-correlation of tokens with one another: [B, N, width] to the same.</summary>
internal sealed class SelfCorrelation : nn.Module<Tensor, Tensor>
{
    private readonly Linear project;
    private readonly Linear output;
    private readonly int _width, _factor;

    public SelfCorrelation(AutoformerOptions options) : base(nameof(SelfCorrelation))
    {
        (_width, _factor) = (options.Sizes.Width, options.Factor);
        project = nn.Linear(_width, 3 * _width);
        output = nn.Linear(_width, _width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var spectra = fft.rfft(project.call(input), dim: 1).chunk(3, 2);
        return output.call(AutoCorrelation.Mix(spectra[0], spectra[1], spectra[2], input.shape[1], _factor, training));
    }
}
