using ConstrainedLearning.Forecasting;

namespace Forecasting.Options;

/// <summary>How the learning rate changes from epoch to epoch.</summary>
internal static class LearningRates
{
    /// <summary>Two epochs as it is, then halved at each; as published.</summary>
    internal const string Halving = "halving";

    /// <summary>It does not.</summary>
    internal const string Constant = "constant";

    /// <summary>A half cosine, to nearly 0 in the last epoch.</summary>
    internal const string Cosine = "cosine";

    internal static IReadOnlyList<string> All { get; } = [Halving, Constant, Cosine];

    /// <summary>The rate of an epoch, from 1.</summary>
    internal static double Rate(ForecastOptions options, int epoch) => options.FallOfLearningRate switch
    {
        Constant => options.LearningRate,
        Cosine => options.LearningRate * (1 + Math.Cos(Math.PI * (epoch - 1) / options.Epochs)) / 2,
        _ => HalvingSchedule.Rate(options.LearningRate, epoch),
    };
}
