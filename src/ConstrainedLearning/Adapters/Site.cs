using ConstrainedLearning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>A weight that adapters may change, seen as a matrix W of outputs by inputs: y = W x + b.</summary>
/// <remarks>
/// A linear layer's weight is W; a convolution's [o, i / groups, k...] is W with o rows, one column for each input of one output; an embedding's table is W transposed, and x picks a column. A layer in which several matrices
/// lie one on the other (query, key and value of a fused projection) is a site for each, of some of its rows. The layer stays the model's.
/// </remarks>
public sealed class Site
{
    internal Site(string name, nn.Module layer, WeightSlot slot, SiteRows? rows, SiteRole role)
    {
        (Name, Layer, Slot, Rows, Role) = (name, layer, slot, rows, role);
        var shape = slot.Weight.shape;
        var (first, rest) = (shape[0], shape.Skip(1).Aggregate(1L, (product, size) => product * size));
        (Outputs, Inputs) = IsTable ? (rest, first) : (rows?.Count ?? first, rest);
    }

    /// <summary>Where it is in the model, as in the names of the state, and for some of a layer's rows which: <c>h.0.attn.c_attn[key]</c>.</summary>
    public string Name { get; }

    /// <summary>Its layer; the model's.</summary>
    public nn.Module Layer { get; }

    /// <summary>The matrix's place among those of the model.</summary>
    public SiteRole Role { get; }

    /// <summary>Which rows of the layer's weight it is; null: all.</summary>
    public SiteRows? Rows { get; }

    /// <summary>Rows of W.</summary>
    public long Outputs { get; }

    /// <summary>Columns of W; 1 where the weight is a vector, as a normalisation's.</summary>
    public long Inputs { get; }

    /// <summary>The parameter that W lies in; the model's.</summary>
    public Parameter Weight => Slot.Weight;

    /// <summary>The parameter that b lies in, if the layer has one, or a view of it; the model's.</summary>
    public Tensor? Bias => Slot.Bias;

    /// <summary>Whether there is a matrix: else the layer scales each feature by itself.</summary>
    public bool IsMatrix => Weight.Dimensions >= 2;

    /// <summary>Whether the layer convolves, so that features are in dimension 1 and not the last.</summary>
    public bool IsConvolution => Layer is Convolution || (!IsMatrix && Layer is NormBase or GroupNorm);

    /// <summary>Whether W is the transposed weight.</summary>
    internal bool IsTable => Layer is Embedding;

    internal WeightSlot Slot { get; }

    /// <summary>W of a weight in the layer's layout; for some of a layer's rows of those alone. A view.</summary>
    public Tensor ToMatrix(Tensor weight) => IsTable ? weight.t() : weight.reshape(Outputs, Inputs);

    /// <summary>A matrix of outputs by inputs in the layout of the layer's weight. A view.</summary>
    public Tensor FromMatrix(Tensor matrix) => IsTable ? matrix.t() : matrix.reshape([Outputs, .. Weight.shape.Skip(1)]);

    /// <summary>Some rows of a whole layer.</summary>
    internal Site Part(SiteRows rows) => new($"{Name}[{rows.Part}]", Layer, Slot, rows, Role with { Matrix = Role.Matrix + "." + rows.Part });

    /// <summary>The present weight and bias, of its own rows; views of the model's parameters.</summary>
    public SiteWeights Weights() => Rows is not { } rows
        ? new SiteWeights(Weight, Bias)
        : new SiteWeights(Weight.narrow(0, rows.Start, rows.Count), Bias?.narrow(0, rows.Start, rows.Count));

    /// <summary>The layer's map with other weights.</summary>
    /// <param name="input">The layer's input.</param>
    /// <param name="weights">In the layout of <see cref="Weights"/>.</param>
    public Tensor Apply(Tensor input, SiteWeights weights) => Slot.IsLayers ? LayerMap.Apply(Layer, input, weights.Weight, weights.Bias) : nn.functional.linear(input, weights.Weight, weights.Bias);

    /// <summary>B A x, the two small products in place of the large one.</summary>
    /// <param name="input">The layer's input.</param>
    /// <param name="a">A, [rank, inputs].</param>
    /// <param name="b">B, [outputs, rank].</param>
    public Tensor Apply(Tensor input, Tensor a, Tensor b)
    {
        if (IsTable) return nn.functional.linear(LayerMap.LookUp(input, a.t()), b);
        if (Layer is not Convolution convolution) return nn.functional.linear(nn.functional.linear(input, a), b);
        // Each group of inputs goes through all of A; a group of outputs is made of its own group's features.
        var (rank, kernel) = (a.size(0), Weight.shape[1..]);
        var first = a.reshape([rank, .. kernel]);
        if (convolution.groups > 1) first = first.repeat([convolution.groups, .. kernel.Select(_ => 1L)]);
        var features = LayerMap.Convolve(convolution, input, first, null, convolution.groups);
        return convolution is Conv1d
            ? nn.functional.conv1d(features, b.unsqueeze(-1), groups: convolution.groups)
            : nn.functional.conv2d(features, b.unsqueeze(-1).unsqueeze(-1), groups: convolution.groups);
    }

    /// <summary>A value for each output, shaped so that it meets the layer's output.</summary>
    internal Tensor PerOutput(Tensor values, Tensor output)
    {
        var behind = -1 - FeatureDimension(output);
        return behind == 0 ? values : values.reshape([-1, .. Enumerable.Repeat(1L, (int)behind)]);
    }

    /// <summary>Which dimension of an output its features are in, counted from the end: -1 is the last. A convolution's may be of one sample, without a batch.</summary>
    internal long FeatureDimension(Tensor output) => !IsConvolution ? -1 : IsMatrix ? 1 - Weight.Dimensions : 1 - output.Dimensions;

    /// <summary>A value for each output, shaped so that it meets the weight.</summary>
    internal Tensor PerRow(Tensor values) => IsTable || !IsMatrix ? values : values.reshape([-1, .. Enumerable.Repeat(1L, (int)Weight.Dimensions - 1)]);

    /// <summary>Whether some number of the model is in both.</summary>
    internal bool Overlaps(Site other) => Layer == other.Layer && Weight.Handle == other.Weight.Handle
        && (Rows is not { } rows || other.Rows is not { } others || (rows.Start < others.Start + others.Count && others.Start < rows.Start + rows.Count));

    /// <summary>How many features the layer reads: a convolution's channels, those of all groups.</summary>
    internal long Channels => Layer is Convolution convolution ? Weight.shape[1] * convolution.groups : Inputs;

    /// <summary>A value for each of the features that the layer reads, shaped so that it meets the input.</summary>
    internal Tensor PerChannel(Tensor values) => Layer is Convolution ? values.reshape([-1, .. Enumerable.Repeat(1L, (int)Weight.Dimensions - 2)]) : values;

    /// <summary>The weight with each of the features that the layer reads scaled: W diag(values).</summary>
    internal Tensor ScaleChannels(Tensor weight, Tensor values)
    {
        if (Layer is not Convolution convolution) return weight * values;
        var (groups, shape) = (convolution.groups, weight.shape);
        return (weight.reshape(groups, shape[0] / groups, shape[1], -1) * values.reshape(groups, 1, shape[1], 1)).reshape(shape);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Layer.GetName()} {Text.Shape([Outputs, Inputs])}";
}
