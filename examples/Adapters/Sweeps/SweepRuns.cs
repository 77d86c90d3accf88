using Adapters.Options;
using Adapters.Results;
using Adapters.Training;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Sweeps;

namespace Adapters.Sweeps;

/// <summary>A run of a sweep of adaptations.</summary>
internal static class SweepRuns
{
    /// <summary>A run at a seed and a rate.</summary>
    internal static (string Label, long Seed, double Rate, SweepRun<AdaptSummary> Run) Of(AdaptOptions options, string label, long seed, double rate, bool ratesDiffer, string folder, Session session)
    {
        var own = options with { Training = options.Training with { Seed = seed, LearningRate = ratesDiffer ? rate : options.Training.LearningRate } };
        rate = own.Training.LearningRate;
        string[] parts = ratesDiffer ? [Safe(label), FormattableString.Invariant($"lr-{rate}"), $"seed-{seed}"] : [Safe(label), $"seed-{seed}"];
        var place = SweepFolder.Of(folder, parts);
        return (label, seed, rate, new SweepRun<AdaptSummary>($"{label}, {(ratesDiffer ? FormattableString.Invariant($"rate {rate}, ") : "")}seed {seed}", place, () => AdaptSummary.Read(place), () => new AdaptRun(own, place, session).Execute()));
    }

    // Patterns of files may be in a label.
    private static string Safe(string label) => label.Replace('/', '_').Replace('*', '_');
}
