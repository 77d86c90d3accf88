using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>Gated recurrent units: a reset gate and an update gate per state.</summary>
public sealed class GRU : Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private readonly RecurrentWeights _weights;

    internal GRU(RecurrentShape shape, Device? device, ScalarType? dtype)
        : base(nameof(GRU)) => _weights = new RecurrentWeights(this, shape, 3, device, dtype);

    /// <returns>The last layer's states at every step, and all layers' last states.</returns>
    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

    /// <inheritdoc cref="call(Tensor, Tensor)"/>
    public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null) => _weights.Run(Aten.GruData, input, h0, training);

    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null) => _weights.Run(Aten.GruInput, input, h0, training);

    /// <summary>Nothing to do; kept for source compatibility.</summary>
    public void flatten_parameters()
    {
    }
}
