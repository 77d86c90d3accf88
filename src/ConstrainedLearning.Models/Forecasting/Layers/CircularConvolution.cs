using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>
/// A convolution over three rows, the first and the last being neighbours: y_t = W_0 x_{t-1} + W_1 x_t + W_2 x_{t+1}, [B, N, inputs] to [B, N, outputs].
/// For few outputs: the three maps are one product, and only their results are shifted.
/// </summary>
internal sealed class CircularConvolution : nn.Module<Tensor, Tensor>
{
    private const int Kernel = 3;
    private readonly Linear taps;

    public CircularConvolution(int inputs, int outputs) : base(nameof(CircularConvolution))
    {
        // W_0, W_1 and W_2 below one another, each in the initial range of a convolution with three times as many inputs.
        taps = nn.Linear(inputs, Kernel * outputs, hasBias: false);
        using (no_grad())
            taps.weight!.mul_(1 / Math.Sqrt(Kernel)).Dispose();
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var parts = taps.call(input).chunk(Kernel, 2);
        return parts[0].roll(1, 1).add_(parts[1]).add_(parts[2].roll(-1, 1));
    }
}
