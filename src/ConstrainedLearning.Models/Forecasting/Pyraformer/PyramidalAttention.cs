using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// Multi-head attention of nodes [B, n, width] to those of all nodes [B, N, width] that they see, giving [B, n, width].
/// Liu et al., "Pyraformer", ICLR 2022, equation (2), as one product with a mask: for windows of hundreds of rows that is faster than gathering.
/// </summary>
internal sealed class PyramidalAttention : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Linear query;
    private readonly Linear keyAndValue;
    private readonly Linear output;
    private readonly Dropout dropout;
    private readonly Tensor mask;
    private readonly int _heads;

    /// <param name="options">Width, heads, dropout.</param>
    /// <param name="visible">The additive mask [1, n, N], which this module owns from now on.</param>
    public PyramidalAttention(TransformerOptions options, Tensor visible) : base(nameof(PyramidalAttention))
    {
        _heads = options.Heads;
        query = nn.Linear(options.Width, options.Width);
        keyAndValue = nn.Linear(options.Width, 2 * options.Width);
        output = nn.Linear(options.Width, options.Width);
        dropout = nn.Dropout(options.Dropout);
        mask = visible.DetachFromDisposeScope();
        register_buffer(nameof(mask), mask, persistent: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor asking, Tensor nodes)
    {
        var queries = Attention.SplitHeads(query.call(asking), 1, _heads);
        var known = Attention.SplitHeads(keyAndValue.call(nodes), 2, _heads);
        return output.call(Attention.Attend(queries[0], known[0], known[1], mask, _heads, dropout));
    }
}
