using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>What a site computes with.</summary>
/// <param name="Weight">In the layer's layout.</param>
/// <param name="Bias">b; null: none.</param>
public readonly record struct SiteWeights(Tensor Weight, Tensor? Bias)
{
    /// <summary>W + Delta and b + delta; a bias that is not there counts as 0.</summary>
    internal SiteWeights Plus(Tensor weight, Tensor? bias) => new(Weight + weight, bias is null ? Bias : Bias is null ? bias : Bias + bias);
}

/// <summary>Which rows of a layer's weight a site is.</summary>
/// <param name="Part">What they are called: <c>key</c>.</param>
/// <param name="Start">The first.</param>
/// <param name="Count">How many.</param>
public readonly record struct SiteRows(string Part, long Start, long Count);

/// <summary>Where a matrix stands in a model made of like blocks; read from its name.</summary>
/// <param name="Block">The name up to the first number, with it: <c>model.layers.3</c>, <c>encoder.0</c>; empty where the name has no number.</param>
/// <param name="Matrix">What is left of the name: <c>self_attn.q_proj</c>. Matrices of one kind have it in common.</param>
public readonly record struct SiteRole(string Block, string Matrix)
{
    internal static SiteRole Of(string name)
    {
        var parts = name.Split('.');
        var number = Array.FindIndex(parts, part => part.All(char.IsAsciiDigit));
        return number < 0 ? new("", name) : new(string.Join('.', parts[..(number + 1)]), string.Join('.', parts[(number + 1)..]));
    }
}

/// <summary>The parameters that sites lie in: read anew each time, since moving a model to a device may make new ones.</summary>
/// <param name="ReadWeight">Gives the weight.</param>
/// <param name="ReadBias">Gives the bias, if there is one, or a view of it.</param>
/// <param name="IsLayers">Whether they are those of a layer that computes by itself; else of one part of a larger module, which is linear.</param>
internal sealed record WeightSlot(Func<Parameter> ReadWeight, Func<Tensor?> ReadBias, bool IsLayers)
{
    internal Parameter Weight => ReadWeight();

    internal Tensor? Bias => ReadBias();

    /// <summary>The parameters <c>weight</c> and <c>bias</c> of a layer; null where it has no weight of its own.</summary>
    internal static WeightSlot? Of(nn.Module layer) => layer switch
    {
        Linear linear => new(() => linear.weight, () => linear.bias, true),
        Conv1d convolution => new(() => convolution.weight, () => convolution.bias, true),
        Conv2d convolution => new(() => convolution.weight, () => convolution.bias, true),
        Embedding embedding => new(() => embedding.weight!, () => null, true),
        PReLU => null,
        nn.Module<Tensor, Tensor> other when other.get_parameter("weight") is { } weight && weight.Dimensions == 1 => new(() => other.get_parameter("weight")!, () => other.get_parameter("bias"), true),
        _ => null,
    };
}
