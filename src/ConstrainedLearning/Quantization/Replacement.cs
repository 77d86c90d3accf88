using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>While it lives, a layer computes by another function of its input.</summary>
/// <remarks>A hook cannot keep the layer from its own computation, so that one is given a single sample, and its result is passed over.</remarks>
internal sealed class Replacement : IDisposable
{
    private readonly Action _before, _after;
    private Tensor? _input;

    internal Replacement(nn.Module<Tensor, Tensor> layer, Func<Tensor, Tensor> compute)
    {
        var batched = layer switch { Conv1d => 3, Conv2d => 4, _ => 2 };
        _before = layer.register_forward_pre_hook((_, input) =>
        {
            _input = input;
            return input.Dimensions >= batched && input.size(0) > 1 ? input.detach().narrow(0, 0, 1) : input.detach();
        }).remove;
        _after = layer.register_forward_hook((_, _, _) =>
        {
            var input = _input!;
            _input = null;
            return compute(input);
        }).remove;
    }

    public void Dispose()
    {
        _before();
        _after();
    }
}
