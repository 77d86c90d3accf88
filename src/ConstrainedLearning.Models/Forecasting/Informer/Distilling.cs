using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>
/// Halves the rows between encoder layers: MaxPool(ELU(Norm(Conv(x)))), a circular convolution over three rows and the largest of three at every second one;
/// [B, N, width] to [B, (N + 1) / 2, width]. Zhou et al., "Informer", AAAI 2021, equation 5; the normalisation over the batch is from the authors' code.
/// </summary>
internal sealed class Distilling : nn.Module<Tensor, Tensor>
{
    private readonly Conv1d convolution;
    private readonly BatchNorm1d norm;

    public Distilling(int width) : base(nameof(Distilling))
    {
        convolution = nn.Conv1d(width, width, 3, padding: 1, padding_mode: PaddingModes.Circular);
        norm = nn.BatchNorm1d(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var pooled = nn.functional.max_pool1d(norm.call(convolution.call(input.transpose(1, 2))), 3, stride: 2, padding: 1);
        // ELU rises, so it may as well come after the largest are chosen, on half as many numbers.
        return nn.functional.elu(pooled, 1).transpose(1, 2);
    }
}
