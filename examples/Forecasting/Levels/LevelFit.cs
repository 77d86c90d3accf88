using MathNet.Numerics;

namespace Forecasting.Levels;

/// <summary>Bounds that follow the error which a forecaster without requirements has along the horizon.</summary>
internal static class LevelFit
{
    /// <summary>The least-squares line through per-step errors: slope * i + offset, i from 0.</summary>
    internal static (double Slope, double Offset) Line(IReadOnlyList<double> perStep)
    {
        if (perStep.Count == 1) return (0, perStep[0]);
        var (offset, slope) = Fit.Line(Steps(perStep), [.. perStep]);
        return (slope, offset);
    }

    /// <summary>The least-squares line through the errors' logarithms: scale * exp(rate * i), i from 0.</summary>
    internal static (double Scale, double Rate) Exponential(IReadOnlyList<double> perStep)
    {
        var (slope, offset) = Line([.. perStep.Select(error => Math.Log(error))]);
        return (Math.Exp(offset), slope);
    }

    private static double[] Steps(IReadOnlyList<double> perStep) => [.. Enumerable.Range(0, perStep.Count).Select(i => (double)i)];
}
