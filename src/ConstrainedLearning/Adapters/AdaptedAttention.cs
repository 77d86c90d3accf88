using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>An attention whose projections go through adapters. Its own computation has no place for them, so it is made anew here, from the same parameters; while no adapter is active, the module's own result stays.</summary>
/// <remarks>As <see cref="MultiheadAttention"/> has it: inputs are [length, batch, features], and of the masks true, or -infinity, is where not to look.</remarks>
internal sealed class AdaptedAttention : IDisposable
{
    private readonly AdaptedLayer _adapted;
    private readonly AttentionTraits _traits;
    private readonly Site[] _sites;
    private readonly Stack<Inputs?> _inputs = [];
    private readonly Action _remove;
    private readonly MultiheadAttention _attention;

    internal AdaptedAttention(MultiheadAttention attention, AdaptedLayer adapted)
    {
        (_attention, _adapted, _traits, _sites) = (attention, adapted, AttentionTraits.Of(attention), [.. AttentionSites.Of("", attention)]);
        Action before = attention.register_forward_pre_hook((_, query, key, value, padding, needsWeights, mask) => Keep(new Inputs(query, key, value, padding, needsWeights, mask))).remove;
        Action after = attention.register_forward_hook((_, _, _, _, _, _, _, output) => Replace(output)).remove;
        _remove = before + after;
    }

    public void Dispose() => _remove();

    // A hook cannot keep the module from its own computation, so that it is given one number of each length.
    private (Tensor, Tensor, Tensor, Tensor?, bool, Tensor?)? Keep(Inputs inputs)
    {
        if (!_adapted.IsLive)
        {
            _inputs.Push(null);
            return null;
        }
        _inputs.Push(inputs);
        return (Sample(inputs.Query), Sample(inputs.Key), Sample(inputs.Value), null, inputs.NeedsWeights, null);
    }

    private Tuple<Tensor, Tensor> Replace(Tuple<Tensor, Tensor> output)
    {
        if (_inputs.Pop() is not { } inputs) return output;
        using var scope = NewDisposeScope();
        var (query, key, value) = (Heads(Projected(0, inputs.Query)), Heads(Projected(1, inputs.Key)), Heads(Projected(2, inputs.Value)));
        var mask = Mask(inputs, query.dtype);
        var dropout = _attention.training ? _traits.Dropout : 0;
        if (!inputs.NeedsWeights) return Tuple.Create(scope.MoveToOuter(Joined(nn.functional.scaled_dot_product_attention(query, key, value, mask, dropout))), output.Item2);
        var scores = (query / Math.Sqrt(query.size(-1))).matmul(key.transpose(-2, -1));
        var weights = (mask is null ? scores : scores + mask).softmax(-1);
        if (dropout > 0) weights = nn.functional.dropout(weights, dropout, training: true);
        return Tuple.Create(scope.MoveToOuter(Joined(weights.matmul(value))), scope.MoveToOuter(weights.mean([1])));
    }

    private Tensor Projected(int which, Tensor input)
    {
        var site = _sites[which];
        return _adapted.Forward(site, input, site.Apply(input, site.Weights()));
    }

    // [length, batch, features] to [batch, heads, length, features / heads].
    private Tensor Heads(Tensor x) => x.reshape(x.size(0), x.size(1), _traits.Heads, x.size(2) / _traits.Heads).permute(1, 2, 0, 3);

    // The way back, and the projection of the result.
    private Tensor Joined(Tensor x) => Projected(3, x.permute(2, 0, 1, 3).reshape(x.size(2), x.size(0), x.size(1) * x.size(3)));

    private Tensor? Mask(Inputs inputs, ScalarType dtype)
    {
        var attention = Added(inputs.Mask, dtype);
        if (attention is { Dimensions: 3 }) attention = attention.reshape(-1, _traits.Heads, attention.size(1), attention.size(2));
        var padding = Added(inputs.Padding, dtype)?.unsqueeze(1).unsqueeze(1);
        return attention is null ? padding : padding is null ? attention : attention + padding;
    }

    private static Tensor? Added(Tensor? mask, ScalarType dtype) => mask is null || mask.is_floating_point() ? mask
        : zeros(mask.shape, dtype, mask.device).masked_fill(mask.to(ScalarType.Bool), double.NegativeInfinity);

    private static Tensor Sample(Tensor input) => input.numel() == 0 ? input.new_zeros([1, 1, input.size(2)]) : input.detach().narrow(0, 0, 1).narrow(1, 0, 1);

    private sealed record Inputs(Tensor Query, Tensor Key, Tensor Value, Tensor? Padding, bool NeedsWeights, Tensor? Mask);
}
