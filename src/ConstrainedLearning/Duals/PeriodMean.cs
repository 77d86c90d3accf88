using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>The exact mean of a constraint's values over several steps: sums of counts times values, and of counts.</summary>
internal sealed class PeriodMean(int count, Device device, ScalarType dtype) : IDisposable
{
    private readonly Tensor _sum = zeros([count], dtype: dtype, device: device).DetachFromDisposeScope();
    private readonly Tensor _weight = zeros([count], dtype: dtype, device: device).DetachFromDisposeScope();

    /// <summary>How many steps were taken in.</summary>
    internal long Steps { get; set; }

    internal void Add(Tensor values, Measurement measurement)
    {
        if (measurement.Counts is { } counts)
        {
            _sum.add_(measurement.Rows.Clean(values).mul(counts));
            _weight.add_(counts);
        }
        else
        {
            _sum.add_(values);
            _weight.add_(1);
        }
        Steps++;
    }

    /// <summary>The mean where anything was observed, and starts again.</summary>
    internal (Tensor Values, RowSelection Rows) Take()
    {
        var rows = RowSelection.Observed(_weight.gt(0));
        var mean = _sum / _weight.clamp_min(double.Epsilon);
        _sum.zero_();
        _weight.zero_();
        Steps = 0;
        return (mean, rows);
    }

    internal IEnumerable<(string Name, Tensor Value)> Saved() => [("period/sum", _sum), ("period/weight", _weight)];

    public void Dispose()
    {
        _sum.Dispose();
        _weight.Dispose();
    }
}
