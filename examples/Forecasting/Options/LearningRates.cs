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

    /// <summary>The part of the first rate at each step, given steps done and all steps.</summary>
    internal static Func<long, long, double> Schedule(ForecastOptions options, int batchesPerEpoch) => (step, _) => Part(options, 1 + (int)(step / batchesPerEpoch));

    /// <summary>The part of the first rate that an epoch, from 1, has.</summary>
    internal static double Part(ForecastOptions options, int epoch) => options.FallOfLearningRate switch
    {
        Constant => 1,
        Cosine => (1 + Math.Cos(Math.PI * (epoch - 1) / options.Epochs)) / 2,
        _ => HalvingSchedule.Rate(1, epoch),
    };
}
