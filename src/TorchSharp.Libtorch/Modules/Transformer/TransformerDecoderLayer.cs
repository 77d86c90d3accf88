using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>x = norm(x + attention(x)); x = norm(x + attention(x, memory)); norm(x + feed-forward(x)). Inputs are [length, batch, d_model].</summary>
public sealed class TransformerDecoderLayer : Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>, IModule<Tensor, Tensor, Tensor>
{
    private readonly Func<TransformerDecoderLayer> _again;
    private readonly nn.Activations _activation;
    private readonly MultiheadAttention self_attn;
    private readonly MultiheadAttention multihead_attn;
    private readonly Linear linear1;
    private readonly Dropout dropout;
    private readonly Linear linear2;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly LayerNorm norm3;
    private readonly Dropout dropout1;
    private readonly Dropout dropout2;
    private readonly Dropout dropout3;

    internal TransformerDecoderLayer(long d_model, long nhead, long dim_feedforward, double dropout, nn.Activations activation)
        : base(nameof(TransformerDecoderLayer))
    {
        _again = () => new TransformerDecoderLayer(d_model, nhead, dim_feedforward, dropout, activation);
        _activation = activation;
        self_attn = MultiheadAttention(d_model, nhead, dropout);
        multihead_attn = MultiheadAttention(d_model, nhead, dropout);
        linear1 = Linear(d_model, dim_feedforward);
        linear2 = Linear(dim_feedforward, d_model);
        norm1 = LayerNorm(d_model);
        norm2 = LayerNorm(d_model);
        norm3 = LayerNorm(d_model);
        this.dropout = Dropout(dropout);
        dropout1 = Dropout(dropout);
        dropout2 = Dropout(dropout);
        dropout3 = Dropout(dropout);
        RegisterComponents();
    }

    public new Tensor call(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null) =>
        base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

    public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);

    public override Tensor forward(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask, Tensor? tgt_key_padding_mask, Tensor? memory_key_padding_mask)
    {
        using var scope = NewDisposeScope();
        var attended = self_attn.call(tgt, tgt, tgt, tgt_key_padding_mask, false, tgt_mask).Item1;
        var x = norm1.call(tgt + dropout1.call(attended));
        var remembered = multihead_attn.call(x, memory, memory, memory_key_padding_mask, false, memory_mask).Item1;
        x = norm2.call(x + dropout2.call(remembered));
        var hidden = linear1.call(x);
        var active = _activation == nn.Activations.GELU ? functional.gelu(hidden) : functional.relu(hidden);
        x = norm3.call(x + dropout3.call(linear2.call(dropout.call(active))));
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>A layer of the same sizes and values; the random sequence is left as it was.</summary>
    internal TransformerDecoderLayer Copy() => Copies.Of(this, _again);
}
