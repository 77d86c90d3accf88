using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>x = norm(x + attention(x)); norm(x + feed-forward(x)). Inputs are [length, batch, d_model].</summary>
public sealed class TransformerEncoderLayer : Module<Tensor, Tensor>, IModule<Tensor, Tensor, Tensor>, IModule<Tensor, Tensor, Tensor, Tensor>
{
    private readonly Func<TransformerEncoderLayer> _again;
    private readonly nn.Activations _activation;
    private readonly MultiheadAttention self_attn;
    private readonly Linear linear1;
    private readonly Dropout dropout;
    private readonly Linear linear2;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly Dropout dropout1;
    private readonly Dropout dropout2;

    internal TransformerEncoderLayer(long d_model, long nhead, long dim_feedforward, double dropout, nn.Activations activation)
        : base(nameof(TransformerEncoderLayer))
    {
        _again = () => new TransformerEncoderLayer(d_model, nhead, dim_feedforward, dropout, activation);
        _activation = activation;
        self_attn = MultiheadAttention(d_model, nhead, dropout);
        linear1 = Linear(d_model, dim_feedforward);
        linear2 = Linear(dim_feedforward, d_model);
        norm1 = LayerNorm(d_model);
        norm2 = LayerNorm(d_model);
        this.dropout = Dropout(dropout);
        dropout1 = Dropout(dropout);
        dropout2 = Dropout(dropout);
        RegisterComponents();
    }

    /// <param name="src">[length, batch, d_model]</param>
    /// <param name="src_mask">[length, length]: true, or -∞, where not to look.</param>
    /// <param name="src_key_padding_mask">[batch, length]: true where there is padding.</param>
    public Tensor call(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask) => Apply(src, src_mask, src_key_padding_mask);

    /// <inheritdoc cref="call(Tensor, Tensor, Tensor)"/>
    public Tensor call(Tensor src, Tensor? src_mask) => Apply(src, src_mask, null);

    public override Tensor forward(Tensor src) => Apply(src, null, null);

    /// <summary>A layer of the same sizes and values; the random sequence is left as it was.</summary>
    internal TransformerEncoderLayer Copy() => Copies.Of(this, _again);

    private Tensor Apply(Tensor src, Tensor? mask, Tensor? padding)
    {
        using var scope = NewDisposeScope();
        var attended = self_attn.call(src, src, src, padding, false, mask).Item1;
        var x = norm1.call(src + dropout1.call(attended));
        var hidden = linear1.call(x);
        var active = _activation == nn.Activations.GELU ? functional.gelu(hidden) : functional.relu(hidden);
        var result = norm2.call(x + dropout2.call(linear2.call(dropout.call(active))));
        return result.MoveToOuterDisposeScope();
    }
}
