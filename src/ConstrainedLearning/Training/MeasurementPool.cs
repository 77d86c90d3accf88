using ConstrainedLearning.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>What several batches measured, put together as if it had been one batch: means weighted by counts, samples side by side.</summary>
internal sealed class MeasurementPool(Device device) : IDisposable
{
    private readonly Dictionary<DualState, List<Measurement>> _parts = [];
    private readonly Tensor _loss = zeros([], dtype: ScalarType.Float64, device: device).DetachFromDisposeScope();
    private double _count;

    /// <summary>Evaluates batches at the present parameters, one after the other and without gradient, each freed before the next.</summary>
    /// <param name="learner">Whose requirements they measure.</param>
    /// <param name="batches">At least one.</param>
    internal static MeasurementPool Of(PrimalDual learner, IEnumerable<Func<Evaluation>> batches)
    {
        using var _ = no_grad();
        var pool = new MeasurementPool(learner.Device);
        try
        {
            foreach (var batch in batches)
            {
                using var inner = NewDisposeScope();
                pool.Add(learner.Measure(batch));
            }
            return pool._count > 0 ? pool : throw new ArgumentException("at least one batch is needed", nameof(batches));
        }
        catch
        {
            pool.Dispose();
            throw;
        }
    }

    /// <summary>Takes a batch's measurements in, detached; they live until the pool is disposed.</summary>
    internal void Add(Measured measured)
    {
        using var _ = no_grad();
        _loss.add_(measured.Loss.detach().reshape([]), measured.Evaluation.Count);
        _count += measured.Evaluation.Count;
        foreach (var (state, measurement) in measured.Constraints)
        {
            if (!_parts.TryGetValue(state, out var parts)) _parts.Add(state, parts = []);
            // With 0 where nothing was observed, which has the weight 0; which those were belongs to the batch and goes with it.
            var (values, strict) = (measurement.Rows.Clean(measurement.Values.detach()), measurement.Rows.Clean(measurement.Strict));
            parts.Add(new Measurement(Keep(values)!, Keep(strict)!, RowSelection.All, Keep(measurement.Counts), Keep(measurement.Samples), Keep(measurement.Features), measurement.IsProxy));
        }
    }

    /// <summary>One measurement for each constraint that was observed.</summary>
    internal List<(DualState State, Measurement Measurement)> Merge() => [.. _parts.Select(item => (item.Key, item.Key.Constraint.IsPerSample ? SideBySide(item.Key.Constraint, item.Value) : Mean(item.Key, item.Value)))];

    /// <summary>In how many batches each constraint was observed.</summary>
    internal Dictionary<DualState, int> Observed() => _parts.ToDictionary(item => item.Key, item => item.Value.Count);

    /// <summary>The mean loss and the merged measurements, in the caller's dispose scope.</summary>
    internal Measured Whole()
    {
        using var _ = no_grad();
        return Measured.Pooled(Evaluation.Of(_loss / _count, _count), Merge());
    }

    public void Dispose()
    {
        foreach (var part in _parts.Values.SelectMany(parts => parts))
        {
            Tensor?[] kept = [part.Values, part.Strict, part.Counts, part.Samples, part.Features];
            foreach (var item in kept) item?.Dispose();
        }
        _parts.Clear();
        _loss.Dispose();
    }

    private static Measurement Mean(DualState state, List<Measurement> parts)
    {
        var (values, counts) = Weighted(state, parts, part => part.Values);
        var proxy = parts.Any(part => part.IsProxy);
        var strict = proxy ? Weighted(state, parts, part => part.Strict).Mean : values;
        return parts.All(part => part.Counts is null)
            ? new Measurement(values, strict, RowSelection.All, IsProxy: proxy)
            : new Measurement(values, strict, MeasurementCheck.RowsOf(state.Constraint, counts), counts, IsProxy: proxy);
    }

    private static (Tensor Mean, Tensor Counts) Weighted(DualState state, List<Measurement> parts, Func<Measurement, Tensor> of)
    {
        using var mean = new WeightedMean([state.Constraint.Count], state.Bound.device);
        foreach (var part in parts) mean.Add(of(part).reshape(-1), part.Counts);
        return (mean.Mean().to(state.Bound.dtype), mean.Weight.clone());
    }

    private static Measurement SideBySide(Constraint constraint, List<Measurement> parts)
    {
        var samples = parts[0].Samples is null ? null : cat([.. parts.Select(part => part.Samples!)]);
        if (samples is not null) MeasurementCheck.CheckIndices(constraint, samples);
        var features = parts[0].Features is null ? null : cat([.. parts.Select(part => part.Features!)]);
        return new Measurement(cat([.. parts.Select(part => part.Values)]), cat([.. parts.Select(part => part.Strict)]), samples is null ? RowSelection.All : RowSelection.At(samples), null, samples, features, parts[0].IsProxy);
    }

    private static Tensor? Keep(Tensor? tensor) => tensor?.clone().DetachFromDisposeScope();
}
