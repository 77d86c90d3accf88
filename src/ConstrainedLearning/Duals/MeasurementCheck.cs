using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>Brings what the user measured into the duals' form, and refuses by name what does not fit.</summary>
internal static class MeasurementCheck
{
    internal static Measurement Of(Reading reading, DualState state)
    {
        var (constraint, values) = (state.Constraint, reading.Values!);
        if (constraint.Network is not null) return OfFeatures(reading, state, values);
        if (constraint.IsPerSample) return OfSamples(reading, state, values);
        if (reading.Samples is not null || reading.Features is not null) throw new ArgumentException($"constraint '{constraint.Name}' has one multiplier per component; measure it with .With(constraint, values), or make it .PerSample(samples)");
        CheckShape(constraint, values, "the measured value");
        if (reading.Strict is { } strict) CheckShape(constraint, strict, "the strict value");
        if (reading.Counts is not { } counts) return new Measurement(values, state.Detached(reading.Strict ?? values), RowSelection.All, IsProxy: reading.Strict is not null);
        if (counts.NumberOfElements != 1) CheckShape(constraint, counts, "the count");
        var flat = state.Detached(counts);
        return new Measurement(values, state.Detached(reading.Strict ?? values), RowsOf(constraint, flat), flat, IsProxy: reading.Strict is not null);
    }

    private static Measurement OfSamples(Reading reading, DualState state, Tensor values)
    {
        var constraint = state.Constraint;
        var samples = reading.Samples ?? throw new ArgumentException($"constraint '{constraint.Name}' has one multiplier per sample; measure it with .WithSamples(constraint, values, samples)");
        if (values.Dimensions != 1) throw new ShapeMismatchException(constraint.Name, "the measured value", values.shape, "[batch]: one value per sample");
        CheckLength(constraint, samples, values, "the samples' indices");
        if (reading.Strict is { } strict) CheckLength(constraint, strict, values, "the strict value");
        if (is_floating_point(samples.dtype)) throw new ArgumentException($"constraint '{constraint.Name}': the samples' indices are {samples.dtype}, expected 64-bit integers");
        if (samples.dtype != ScalarType.Int64) samples = samples.to(ScalarType.Int64);
        CheckIndices(constraint, samples);
        return new Measurement(values, state.Detached(reading.Strict ?? values), RowSelection.At(samples), Samples: samples, IsProxy: reading.Strict is not null);
    }

    private static Measurement OfFeatures(Reading reading, DualState state, Tensor values)
    {
        var constraint = state.Constraint;
        var features = reading.Features ?? throw new ArgumentException($"constraint '{constraint.Name}' has multipliers from a network; measure it with .WithFeatures(constraint, values, features)");
        if (values.Dimensions != 1) throw new ShapeMismatchException(constraint.Name, "the measured value", values.shape, "[batch]: one value per sample");
        if (features.Dimensions < 1 || features.size(0) != values.size(0)) throw new ShapeMismatchException(constraint.Name, "the features", features.shape, $"[{values.size(0)}, ...]: one row per sample");
        if (reading.Strict is { } strict) CheckLength(constraint, strict, values, "the strict value");
        return new Measurement(values, state.Detached(reading.Strict ?? values), RowSelection.All, Features: features.detach(), IsProxy: reading.Strict is not null);
    }

    private static void CheckShape(Constraint constraint, Tensor values, string what)
    {
        var shape = constraint.Shape;
        var fits = values.Dimensions == shape.Count || (constraint.Count == 1 && values.Dimensions <= 1);
        for (var d = 0; fits && d < values.Dimensions; d++) fits = values.size(d) == (d < shape.Count ? shape[d] : 1);
        if (!fits) throw new ShapeMismatchException(constraint.Name, what, values.shape, $"{Text.Shape([.. shape])}: one value per component");
    }

    private static void CheckLength(Constraint constraint, Tensor other, Tensor values, string what)
    {
        if (other.Dimensions != 1 || other.size(0) != values.size(0)) throw new ShapeMismatchException(constraint.Name, what, other.shape, $"[{values.size(0)}], as the measured value");
    }

    /// <summary>The components that were observed; refuses what is no count. On the CPU a look costs nothing, and shows as well whether there is anything to mask.</summary>
    internal static RowSelection RowsOf(Constraint constraint, Tensor counts)
    {
        if (counts.device.type == TorchSharp.DeviceType.CPU)
        {
            var values = counts.ToDoubles();
            for (var i = 0; i < values.Length; i++)
                if (!(values[i] >= 0 && double.IsFinite(values[i]))) throw new ArgumentException($"constraint '{constraint.Name}': count {i} is {Text.Number(values[i])}, expected a finite number >= 0");
            if (!values.Contains(0)) return RowSelection.All;
        }
        var observed = counts.gt(0);
        return RowSelection.Observed(observed.size(0) == constraint.Count ? observed : observed.expand(constraint.Count));
    }

    /// <summary>Refuses samples that do not exist or stand twice. On a GPU a look would make the host wait; there the device's own check has to do.</summary>
    internal static void CheckIndices(Constraint constraint, Tensor samples)
    {
        if (samples.device.type != TorchSharp.DeviceType.CPU) return;
        var seen = new HashSet<long>((int)samples.size(0));
        foreach (var index in samples.data<long>())
        {
            if (index < 0 || index >= constraint.Count) throw new ArgumentException($"constraint '{constraint.Name}': sample {index} is outside the data set of {constraint.Count} samples");
            if (!seen.Add(index)) throw new ArgumentException($"constraint '{constraint.Name}': sample {index} stands twice in one batch; a multiplier moves once a step, so draw without replacement");
        }
    }
}
