using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Encoder layers one after the other; copies of the one given, which stays the caller's.</summary>
public sealed class TransformerEncoder : Module<Tensor, Tensor?, Tensor?, Tensor>, IModule<Tensor, Tensor?, Tensor>, IModule<Tensor, Tensor>
{
    private readonly ModuleList<TransformerEncoderLayer> layers;
    private readonly LayerNorm? norm;

    internal TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers, LayerNorm? norm = null)
        : base(nameof(TransformerEncoder))
    {
        layers = Copies.Of(encoder_layer, encoder_layer.Copy, num_layers);
        this.norm = norm;
        RegisterComponents();
    }

    /// <summary>The nonlinearity between the two products of a layer.</summary>
    public enum Activations
    {
        ReLU = 0,
        GELU = 1,
    }

    public Tensor call(Tensor src, Tensor? src_mask) => base.call(src, src_mask, null);

    public Tensor call(Tensor src) => base.call(src, null, null);

    public override Tensor forward(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask)
    {
        var x = src;
        foreach (var layer in layers)
        {
            var next = layer.call(x, src_mask, src_key_padding_mask);
            if (!ReferenceEquals(x, src)) x.Dispose();
            x = next;
        }
        if (norm is null) return x;
        using var last = x;
        return norm.call(last);
    }
}
