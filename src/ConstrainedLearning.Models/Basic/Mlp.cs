using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Basic;

/// <summary>Fully connected layers with ReLU between them: [B, sizes[0]] to [B, sizes[^1]]. Initial weights are torch's usual ones.</summary>
public sealed class Mlp : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<Linear> layers;

    /// <param name="sizes">Inputs, hidden units of each layer, outputs; at least two numbers.</param>
    public Mlp(params IReadOnlyList<int> sizes) : base(nameof(Mlp))
    {
        Check.AtLeast(2, sizes.Count);
        layers = nn.ModuleList<Linear>([.. Enumerable.Range(0, sizes.Count - 1).Select(i => nn.Linear(Check.AtLeast(1, sizes[i]), Check.AtLeast(1, sizes[i + 1])))]);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = layers[0].call(input);
        for (var layer = 1; layer < layers.Count; layer++)
            hidden = layers[layer].call(hidden.relu_());
        return hidden.MoveToOuterDisposeScope();
    }
}
