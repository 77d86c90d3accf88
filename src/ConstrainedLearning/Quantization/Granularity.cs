using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>Which values share a range: all of a tensor, or those of one channel.</summary>
public sealed record Granularity
{
    private readonly int? _axis;

    private Granularity(int? axis) => _axis = axis;

    /// <summary>One range for the tensor.</summary>
    public static Granularity PerTensor { get; } = new((int?)null);

    /// <summary>A range for each index of one dimension.</summary>
    /// <param name="axis">From 0, the default: output channels of the weights of linear layers and convolutions.</param>
    public static Granularity PerChannel(int axis = 0) =>
        axis >= 0 ? new(axis) : throw new ArgumentOutOfRangeException(nameof(axis), axis, "a channel's dimension is counted from 0, from the front");

    /// <inheritdoc/>
    public override string ToString() => _axis is { } axis ? $"per channel {axis}" : "per tensor";

    internal Tensor Largest(Tensor values) => Reduced(values, all => all.max(), (channels, others) => channels.amax(others, true));

    internal Tensor Smallest(Tensor values) => Reduced(values, all => all.min(), (channels, others) => channels.amin(others, true));

    internal Tensor Mean(Tensor values) => Reduced(values, all => all.mean(), (channels, others) => channels.mean(others, true));

    private Tensor Reduced(Tensor values, Func<Tensor, Tensor> whole, Func<Tensor, long[], Tensor> part)
    {
        if (_axis is not { } axis) return whole(values);
        if (axis >= values.Dimensions) throw new ArgumentException($"a range {this}: the values have shape {Text.Shape(values.shape)}, expected more than {axis} dimensions", nameof(values));
        long[] others = [.. Enumerable.Range(0, (int)values.Dimensions).Where(dimension => dimension != axis)];
        // torch takes no dimensions for all of them.
        return others.Length == 0 ? values : part(values, others);
    }
}
