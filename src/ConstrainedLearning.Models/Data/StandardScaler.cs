using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data;

/// <summary>
/// z = (x - mean) / deviation for each channel, with the mean and the population standard deviation of the rows it was fitted on.
/// A channel that is constant there (to rounding) gets deviation 1, so it becomes 0 and stays finite where it later moves: scikit-learn's rule.
/// </summary>
public sealed class StandardScaler
{
    private const double MachineEpsilon = 2.220446049250313e-16;
    private readonly double[] _mean;
    private readonly double[] _deviation;

    private StandardScaler(double[] mean, double[] deviation) => (_mean, _deviation) = (mean, deviation);

    /// <summary>Mean of each channel, in its units.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>What each channel is divided by, in its units; never 0.</summary>
    public IReadOnlyList<double> Deviation => _deviation;

    /// <summary>Fits on the given rows alone.</summary>
    /// <param name="values">[rows, channels]</param>
    /// <param name="rows">The training rows.</param>
    public static StandardScaler Fit(double[,] values, RowRange rows)
    {
        var channels = values.GetLength(1);
        var (mean, deviation) = (new double[channels], new double[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            var sum = 0.0;
            for (var row = rows.Start; row < rows.End; row++)
                sum += values[row, channel];
            mean[channel] = sum / rows.Count;

            // Two passes: the difference of squares loses all digits for a large mean.
            var squares = 0.0;
            for (var row = rows.Start; row < rows.End; row++)
                squares += (values[row, channel] - mean[channel]) * (values[row, channel] - mean[channel]);
            var variance = squares / rows.Count;
            var noise = rows.Count * MachineEpsilon * Math.Abs(mean[channel]);
            deviation[channel] = variance <= noise * noise ? 1.0 : Math.Sqrt(variance);
        }
        return new(mean, deviation);
    }

    /// <summary>Standardised values of all rows, [rows, channels], rounded to single precision once.</summary>
    public float[,] Transform(double[,] values)
    {
        var result = new float[values.GetLength(0), values.GetLength(1)];
        for (var row = 0; row < result.GetLength(0); row++)
            for (var channel = 0; channel < result.GetLength(1); channel++)
                result[row, channel] = (float)((values[row, channel] - _mean[channel]) / _deviation[channel]);
        return result;
    }

    /// <summary>Back to the series' units: [..., channels] standardised to [..., channels]; the caller disposes the result.</summary>
    public Tensor Restore(Tensor standardised)
    {
        using var mean = tensor(_mean, dtype: standardised.dtype, device: standardised.device);
        using var deviation = tensor(_deviation, dtype: standardised.dtype, device: standardised.device);
        using var scaled = standardised * deviation;
        return scaled + mean;
    }
}
