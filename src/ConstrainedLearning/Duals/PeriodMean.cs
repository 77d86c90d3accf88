using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>The exact mean of a constraint's values over the steps of a period.</summary>
internal sealed class PeriodMean(int count, Device device) : IDisposable
{
    private readonly WeightedMean _mean = new([count], device);

    /// <summary>How many steps were taken in.</summary>
    internal long Steps { get; set; }

    internal void Add(Measurement measurement)
    {
        _mean.Add(measurement.Strict, measurement.Counts);
        Steps++;
    }

    /// <summary>The mean where anything was observed, and starts again.</summary>
    internal (Tensor Values, RowSelection Rows) Take(ScalarType dtype)
    {
        var result = (_mean.Mean().to(dtype), RowSelection.Observed(_mean.Weight.gt(0)));
        _mean.Clear();
        Steps = 0;
        return result;
    }

    internal IEnumerable<(string Name, Tensor Value)> Saved() => [("period/sum", _mean.Sum), ("period/weight", _mean.Weight)];

    public void Dispose() => _mean.Dispose();
}
