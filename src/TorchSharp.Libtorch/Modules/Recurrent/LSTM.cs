using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>Long short-term memory: a cell beside the state, with input, forget and output gates.</summary>
public sealed class LSTM : Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    private readonly RecurrentWeights _weights;

    internal LSTM(RecurrentShape shape, Device? device, ScalarType? dtype)
        : base(nameof(LSTM)) => _weights = new RecurrentWeights(this, shape, 4, device, dtype);

    /// <returns>The last layer's states at every step, and all layers' last states and cells.</returns>
    public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    /// <inheritdoc cref="call(Tensor, ValueTuple{Tensor, Tensor}?)"/>
    public (PackedSequence, Tensor, Tensor) call(PackedSequence input, (Tensor, Tensor)? h0_c0 = null) => _weights.Run(Aten.LstmData, input, h0_c0, training);

    public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null) => _weights.Run(Aten.LstmInput, input, h0_c0, training);

    /// <summary>Nothing to do; kept for source compatibility.</summary>
    public void flatten_parameters()
    {
    }
}
