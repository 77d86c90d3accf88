using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Basic;

/// <summary>
/// Fully connected layers with an activation between them: [B, sizes[0]] to [B, sizes[^1]]; an input of more dimensions, as pictures are, is flattened.
/// Initial weights are torch's usual ones.
/// </summary>
public sealed class Mlp : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<Linear> layers;
    private readonly Func<Tensor, Tensor> _activation;

    /// <summary>With ReLU.</summary>
    /// <param name="sizes">Inputs, hidden units of each layer, outputs; at least two numbers.</param>
    public Mlp(params IReadOnlyList<int> sizes) : this(static x => x.relu_(), sizes) { }

    /// <summary>With an activation of choice.</summary>
    /// <param name="activation">Applied to hidden units; it may write over its argument.</param>
    /// <param name="sizes">Inputs, hidden units of each layer, outputs; at least two numbers.</param>
    public Mlp(Func<Tensor, Tensor> activation, params IReadOnlyList<int> sizes) : base(nameof(Mlp))
    {
        Check.AtLeast(2, sizes.Count);
        layers = nn.ModuleList<Linear>([.. Enumerable.Range(0, sizes.Count - 1).Select(i => nn.Linear(Check.AtLeast(1, sizes[i]), Check.AtLeast(1, sizes[i + 1])))]);
        _activation = activation;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = layers[0].call(input.dim() > 2 ? input.flatten(1) : input);
        for (var layer = 1; layer < layers.Count; layer++)
            hidden = layers[layer].call(_activation(hidden));
        return hidden.MoveToOuterDisposeScope();
    }
}
