using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>
/// Attention by several heads at once: concat(headᵢ) Wₒ + bₒ, headᵢ = softmax(QWᵢ (KWᵢ)ᵀ / √d + mask) VWᵢ. Inputs are
/// [length, batch, features]. The masks say where not to look: of bools, true is masked out; of floats, they are added to the scores.
/// </summary>
public sealed class MultiheadAttention : Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
{
    private readonly Linear out_proj;
    private readonly long _width;
    private readonly long _heads;
    private readonly double _dropout;
    private readonly bool _addZeroAttention;

    internal MultiheadAttention(long embedded_dim, long num_heads, double dropout, bool bias, bool add_bias_kv, bool add_zero_attn, long? kdim, long? vdim)
        : base(nameof(MultiheadAttention))
    {
        if (num_heads < 1 || embedded_dim % num_heads != 0) throw new ArgumentException($"embedded_dim ({embedded_dim}) must be a multiple of num_heads ({num_heads})", nameof(num_heads));
        (_width, _heads, _dropout, _addZeroAttention) = (embedded_dim, num_heads, dropout, add_zero_attn);
        var (keys, values) = (kdim ?? embedded_dim, vdim ?? embedded_dim);
        // The order of the draws is PyTorch's: first the projection of the result, then those of the inputs.
        out_proj = new Linear(embedded_dim, embedded_dim, bias, null, null);
        if (keys == embedded_dim && values == embedded_dim)
        {
            in_proj_weight = Xavier(3 * embedded_dim, embedded_dim);
        }
        else
        {
            q_proj_weight = Xavier(embedded_dim, embedded_dim);
            k_proj_weight = Xavier(embedded_dim, keys);
            v_proj_weight = Xavier(embedded_dim, values);
        }
        if (bias)
        {
            in_proj_bias = Initial.Constant([3 * embedded_dim], 0, null, null);
            init.zeros_(out_proj.bias!);
        }
        if (add_bias_kv)
        {
            bias_k = new Parameter(init.xavier_normal_(Initial.Empty([1, 1, embedded_dim], null, null)));
            bias_v = new Parameter(init.xavier_normal_(Initial.Empty([1, 1, embedded_dim], null, null)));
        }
        register_module(nameof(out_proj), out_proj);
    }

    [field: ComponentName(Name = nameof(in_proj_weight))]
    private Parameter? in_proj_weight { get; set => Adopt(nameof(in_proj_weight), ref field, value); }

    [field: ComponentName(Name = nameof(q_proj_weight))]
    private Parameter? q_proj_weight { get; set => Adopt(nameof(q_proj_weight), ref field, value); }

    [field: ComponentName(Name = nameof(k_proj_weight))]
    private Parameter? k_proj_weight { get; set => Adopt(nameof(k_proj_weight), ref field, value); }

    [field: ComponentName(Name = nameof(v_proj_weight))]
    private Parameter? v_proj_weight { get; set => Adopt(nameof(v_proj_weight), ref field, value); }

    [field: ComponentName(Name = nameof(in_proj_bias))]
    private Parameter? in_proj_bias { get; set => Adopt(nameof(in_proj_bias), ref field, value); }

    [field: ComponentName(Name = nameof(bias_k))]
    private Parameter? bias_k { get; set => Adopt(nameof(bias_k), ref field, value); }

    [field: ComponentName(Name = nameof(bias_v))]
    private Parameter? bias_v { get; set => Adopt(nameof(bias_v), ref field, value); }

    /// <param name="query">[targets, batch, embedded_dim]</param>
    /// <param name="key">[sources, batch, kdim]</param>
    /// <param name="value">[sources, batch, vdim]</param>
    /// <param name="key_padding_mask">[batch, sources]: true where a source is padding.</param>
    /// <param name="need_weights">Whether the second result is wanted; without it the fused kernel can be used.</param>
    /// <param name="attn_mask">[targets, sources] or [batch · heads, targets, sources].</param>
    /// <returns>The attended values, [targets, batch, embedded_dim]; and the weights, the mean over the heads, [batch, targets, sources] (an invalid tensor when not wanted).</returns>
    public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
        base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

    /// <inheritdoc cref="call"/>
    public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
    {
        if (query.dim() != 3 || key.dim() != 3 || value.dim() != 3)
            throw new ArgumentException($"attention takes [length, batch, features], got {query.dim()}, {key.dim()} and {value.dim()} dimensions");
        using var scope = NewDisposeScope();
        var (q, k, v) = Project(query, key, value);
        var mask = Masks.Merge(attn_mask, key_padding_mask, _heads, q.dtype);
        if (bias_k is not null && bias_v is not null)
        {
            k = cat([k, bias_k.expand(1, k.size(1), -1)]);
            v = cat([v, bias_v.expand(1, v.size(1), -1)]);
            mask = Masks.Widen(mask);
        }
        var (qs, ks, vs) = (Heads(q), Heads(k), Heads(v));
        if (_addZeroAttention)
        {
            ks = functional.pad(ks, (0, 0, 0, 1));
            vs = functional.pad(vs, (0, 0, 0, 1));
            mask = Masks.Widen(mask);
        }
        var dropped = training ? _dropout : 0;
        if (!need_weights)
            return Tuple.Create(scope.MoveToOuter(Join(Attention.Attend(qs, ks, vs, mask, dropped, false))), UnsafeNone());
        var (attended, weights) = Attention.AttendWithWeights(qs, ks, vs, mask, dropped);
        return Tuple.Create(scope.MoveToOuter(Join(attended)), scope.MoveToOuter(weights.mean([1])));
    }

    private (Tensor, Tensor, Tensor) Project(Tensor query, Tensor key, Tensor value)
    {
        if (in_proj_weight is not null && ReferenceEquals(query, key) && ReferenceEquals(key, value))
        {
            var packed = functional.linear(query, in_proj_weight, in_proj_bias).chunk(3, -1);
            return (packed[0], packed[1], packed[2]);
        }
        var weights = in_proj_weight?.chunk(3, 0) ?? [q_proj_weight!, k_proj_weight!, v_proj_weight!];
        var biases = in_proj_bias?.chunk(3, 0);
        return (functional.linear(query, weights[0], biases?[0]), functional.linear(key, weights[1], biases?[1]), functional.linear(value, weights[2], biases?[2]));
    }

    /// <summary>[length, batch, features] to [batch, heads, length, features / heads].</summary>
    private Tensor Heads(Tensor x) => x.reshape(x.size(0), x.size(1), _heads, _width / _heads).permute(1, 2, 0, 3);

    /// <summary>The way back, and the projection of the result.</summary>
    private Tensor Join(Tensor x) => out_proj.call(x.permute(2, 0, 1, 3).reshape(x.size(2), x.size(0), _width));

    private static Tensor UnsafeNone() => Tensor.Own(0);

    private static Parameter Xavier(long rows, long columns) => new(init.xavier_uniform_(Initial.Empty([rows, columns], null, null)));
}
