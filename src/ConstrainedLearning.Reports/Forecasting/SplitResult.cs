namespace ConstrainedLearning.Reports.Forecasting;

/// <summary>How well a model forecasts one part of the data.</summary>
/// <param name="Mse">The mean squared error over all steps.</param>
/// <param name="Mae">The mean absolute error over all steps.</param>
/// <param name="WindowStd">The standard deviation of the steps' errors over the steps (ddof 1).</param>
/// <param name="MeanConstraintViolation">The mean over the steps of max(0, error - bound); NaN for that of the report's bounds, if it has any.</param>
/// <param name="PerStep">The mean squared error at each step of the forecast, shape [T].</param>
public sealed record SplitResult(double Mse, double Mae, double WindowStd, double MeanConstraintViolation, IReadOnlyList<double> PerStep);

/// <summary>How well a model forecasts each part of the data.</summary>
/// <param name="Name">The model's name in tables, "constrained" for instance.</param>
/// <param name="Train">On the data that it learnt from.</param>
/// <param name="Validation">On the data that settings were chosen by.</param>
/// <param name="Test">On data used for nothing else.</param>
public sealed record ModelResult(string Name, SplitResult Train, SplitResult Validation, SplitResult Test)
{
    internal IEnumerable<(string Name, SplitResult Result)> Splits => [("train", Train), ("validation", Validation), ("test", Test)];
}
