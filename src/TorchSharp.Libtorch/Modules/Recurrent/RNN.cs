using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>h = tanh(x Wᵢᵀ + bᵢ + h Wₕᵀ + bₕ), or with ReLU; several layers, one or both directions.</summary>
public sealed class RNN : Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private readonly RecurrentWeights _weights;
    private readonly Operator _network;
    private readonly Operator _packed;

    internal RNN(RecurrentShape shape, NonLinearities nonLinearity, Device? device, ScalarType? dtype)
        : base(nameof(RNN))
    {
        (_network, _packed) = nonLinearity == NonLinearities.ReLU ? (Aten.RnnReluInput, Aten.RnnReluData) : (Aten.RnnTanhInput, Aten.RnnTanhData);
        _weights = new RecurrentWeights(this, shape, 1, device, dtype);
    }

    /// <returns>The last layer's states at every step, and all layers' last states.</returns>
    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

    /// <inheritdoc cref="call(Tensor, Tensor)"/>
    public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null) => _weights.Run(_packed, input, h0, training);

    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0) => _weights.Run(_network, input, h0, training);

    /// <summary>Nothing to do; kept for source compatibility.</summary>
    public void flatten_parameters()
    {
    }

    public Parameter? get_weight_ih(long idx) => _weights.At(idx, 0);
    public Parameter? get_weight_hh(long idx) => _weights.At(idx, 1);
    public Parameter? get_bias_ih(long idx) => _weights.At(idx, 2);
    public Parameter? get_bias_hh(long idx) => _weights.At(idx, 3);
}
