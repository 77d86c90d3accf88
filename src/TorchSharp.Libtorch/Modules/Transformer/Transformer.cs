using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>An encoder of the source and a decoder of the target that attends to it, each with a norm at its end. Inputs are [length, batch, d_model].</summary>
public sealed class Transformer : Module<Tensor, Tensor, Tensor>
{
    private readonly TransformerEncoder encoder;
    private readonly TransformerDecoder decoder;

    internal Transformer(long d_model, long nhead, long num_encoder_layers, long num_decoder_layers, long dim_feedforward, double dropout, nn.Activations activation)
        : base(nameof(Transformer))
    {
        using (var layer = TransformerEncoderLayer(d_model, nhead, dim_feedforward, dropout, activation))
            encoder = new TransformerEncoder(layer, num_encoder_layers, LayerNorm(d_model));
        using (var layer = TransformerDecoderLayer(d_model, nhead, dim_feedforward, dropout, activation))
            decoder = new TransformerDecoder(layer, num_decoder_layers, LayerNorm(d_model));
        RegisterComponents();
        foreach (var parameter in parameters())
            if (parameter.dim() > 1) init.xavier_uniform_(parameter);
    }

    public Tensor call(Tensor src, Tensor tgt, Tensor? src_mask, Tensor? tgt_mask = null, Tensor? memory_mask = null, Tensor? src_key_padding_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
    {
        using var memory = encoder.call(src, src_mask, src_key_padding_mask);
        return decoder.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);
    }

    public override Tensor forward(Tensor src, Tensor tgt) => call(src, tgt, null);
}
