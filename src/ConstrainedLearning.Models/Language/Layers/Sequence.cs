using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>What all layers need to know about the places of the tokens they are given: made once a pass, on the model's device, with no word from the device to the host.</summary>
/// <param name="Past">Tokens before the first.</param>
/// <param name="Length">Tokens.</param>
/// <param name="Cache">The keys and values of those before, or null.</param>
/// <param name="Mask">Additive, [1, groups * length, past + length]; null where nothing is hidden.</param>
/// <param name="Rotation">Of a model that turns queries and keys by their places.</param>
internal sealed record Sequence(int Past, int Length, KeyValueCache? Cache, Tensor? Mask, Rotation? Rotation)
{
    /// <param name="options">Sizes of the model.</param>
    /// <param name="length">Tokens.</param>
    /// <param name="cache">The keys and values of those before, or null.</param>
    /// <param name="rotates">Whether the model turns queries and keys.</param>
    /// <param name="like">A tensor of the type and on the device that the model computes with.</param>
    public static Sequence Of(LanguageModelOptions options, int length, KeyValueCache? cache, bool rotates, Tensor like)
    {
        var past = cache?.Length ?? 0;
        // One token alone sees all before it.
        var mask = length > 1 ? CausalAttention.Mask(past, length, options.GroupSize, like) : null;
        return new Sequence(past, length, cache, mask, rotates ? Rotation.Of(options, past, length, like) : null);
    }

    /// <summary>Keys and values [batch * heads, length, E] of these tokens, after those of the tokens before.</summary>
    public (Tensor Keys, Tensor Values) Remember(int layer, Tensor keys, Tensor values) => Cache is null ? (keys, values) : Cache.Append(layer, keys, values);
}
