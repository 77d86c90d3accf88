using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Two attention blocks' matrices without the attention: q, k, v (12 to 12), o, in float64, with tanh between.</summary>
internal sealed class Blocks : nn.Module<Tensor, Tensor>
{
    internal const int Width = 12, HeadSize = 4;

    private readonly ModuleList<Block> layers;

    internal Blocks(int count = 2) : base(nameof(Blocks))
    {
        layers = nn.ModuleList<Block>([.. Enumerable.Range(0, count).Select(_ => new Block())]);
        RegisterComponents();
        this.to(ScalarType.Float64);
    }

    public override Tensor forward(Tensor input)
    {
        foreach (var layer in layers) input = layer.call(input);
        return input;
    }

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly Linear query, key, value, output;

        internal Block() : base(nameof(Block))
        {
            query = nn.Linear(Width, Width);
            key = nn.Linear(Width, Width);
            value = nn.Linear(Width, Width, hasBias: false);
            output = nn.Linear(Width, Width);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => output.call((query.call(input) * key.call(input)).tanh() + value.call(input));
    }
}

/// <summary>Every kind of layer that adapters take: an embedding, a fused projection, a one-dimensional convolution, grouped two-dimensional ones with strides and padding, normalisations.</summary>
internal sealed class Mixed : nn.Module<Tensor, Tensor>
{
    private readonly Embedding table;
    private readonly Linear fused;
    private readonly LayerNorm norm;
    private readonly Conv1d line;
    private readonly Conv2d first, second;
    private readonly BatchNorm2d batch;
    private readonly Linear head;

    internal Mixed() : base(nameof(Mixed))
    {
        table = nn.Embedding(7, 6);
        fused = nn.Linear(6, 12);
        norm = nn.LayerNorm(12);
        line = nn.Conv1d(4, 4, 3, padding: 1);
        first = nn.Conv2d(1, 4, 3, padding: 1);
        second = nn.Conv2d(4, 6, 3, stride: 2, padding: 1, groups: 2);
        batch = nn.BatchNorm2d(6);
        head = nn.Linear(6, 2);
        RegisterComponents();
        this.to(ScalarType.Float64);
    }

    /// <summary>Indices [batch, 4] to [batch, 2].</summary>
    public override Tensor forward(Tensor input)
    {
        var rows = line.call(norm.call(fused.call(table.call(input)))).tanh();
        return head.call(batch.call(second.call(first.call(rows.unsqueeze(1)).tanh())).mean([2, 3]));
    }
}
