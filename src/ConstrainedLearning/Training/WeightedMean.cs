using ConstrainedLearning.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>A mean weighted by counts: sums of counts times values, and of counts, element by element, in double precision so that the order of the batches does not show.</summary>
/// <remarks>What has the count 0 was not observed: it is not read, NaN or not.</remarks>
/// <param name="shape">Of the values.</param>
/// <param name="device">Where they are.</param>
internal sealed class WeightedMean(ReadOnlySpan<long> shape, Device device) : IDisposable
{
    /// <summary>sum n v. Borrowed.</summary>
    internal Tensor Sum { get; private set; } = zeros(shape, dtype: ScalarType.Float64, device: device).DetachFromDisposeScope();

    /// <summary>sum n, in the values' shape. Borrowed.</summary>
    internal Tensor Weight { get; private set; } = zeros(shape, dtype: ScalarType.Float64, device: device).DetachFromDisposeScope();

    /// <summary>Takes values in.</summary>
    /// <param name="values">In the shape of the mean.</param>
    /// <param name="counts">In the same shape, or one for all; null: <paramref name="count"/>.</param>
    /// <param name="count">The count of all elements where there are no counts.</param>
    internal void Add(Tensor values, Tensor? counts, double count = 1)
    {
        MoveTo(values.device);
        if (counts is null)
        {
            Sum.add_(values, count);
            Weight.add_(count);
            return;
        }
        counts = (counts.NumberOfElements == 1 ? counts.reshape([]) : counts).to(ScalarType.Float64).expand(Sum.shape);
        Sum.add_(RowSelection.Observed(counts.gt(0)).Clean(values).mul(counts));
        Weight.add_(counts);
    }

    /// <summary>The mean, 0 where nothing was observed; a new tensor in double precision.</summary>
    internal Tensor Mean() => Sum / Weight.clamp_min(double.Epsilon);

    /// <summary>Starts again.</summary>
    internal void Clear()
    {
        Sum.zero_();
        Weight.zero_();
    }

    public void Dispose()
    {
        Sum.Dispose();
        Weight.Dispose();
    }

    // A checkpoint is read on the host.
    private void MoveTo(Device target)
    {
        if (Sum.device.type == target.type) return;
        var (sum, weight) = (Sum, Weight);
        (Sum, Weight) = (sum.to(target).DetachFromDisposeScope(), weight.to(target).DetachFromDisposeScope());
        sum.Dispose();
        weight.Dispose();
    }
}
